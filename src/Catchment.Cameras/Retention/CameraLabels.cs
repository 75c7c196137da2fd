using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Catchment.Cameras.Retention;

/// <summary>The cameras met so far: looked up by a name's bytes, without making a text for each frame. Bounded, whatever names are sent.</summary>
/// <param name="rules">Decide each camera's rule.</param>
internal sealed class CameraLabels(RetentionRules rules)
{
    private const int Most = 10_000;

    private readonly Dictionary<byte[], CameraLabel> _labels = new(new BytesComparer());

    /// <summary>The camera of a label.</summary>
    /// <param name="label">Node and view at the beginning of a frame's name.</param>
    internal CameraLabel Of(ReadOnlySpan<byte> label)
    {
        var lookup = _labels.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(label, out var known))
            return known;
        if (_labels.Count >= Most)
            _labels.Clear(); // Somebody sends a new name with each frame; those in use are found again.
        var text = Encoding.UTF8.GetString(label);
        var added = new CameraLabel(text, label.ToArray(), rules.IndexOf(text));
        _labels.Add(added.Bytes, added);
        return added;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
