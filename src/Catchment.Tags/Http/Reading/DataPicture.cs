using System.Security.Cryptography;
using Catchment.Tags.Store;

namespace Catchment.Tags.Http.Reading;

/// <summary>
/// The document <c>{key: value, …}</c>, made again only when the store has changed: its keys are kept as they are written, so that only values are formatted. Who asks while it
/// is being made takes the one that was begun after the question. Source: <c>tags</c> 4.3.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class DataPicture(TagStore store) : IDisposable
{
    private const int BytesPerValue = 24;

    private readonly Lock _making = new();
    private readonly string _instance = RandomNumberGenerator.GetHexString(12, lowercase: true); // Versions begin anew with the process; its tags must not.
    private IReadOnlyList<DataPoint> _points = [];
    private int[] _ends = [];
    private byte[] _keys = [];
    private long _membership = -1;
    private DataDocument? _present;

    /// <summary>The tag of what would be told now.</summary>
    internal string TagOf(long version) => $"\"{_instance}-{version:x}\"";

    /// <summary>The document of now, held for the caller, who lets it go.</summary>
    internal DataDocument Take()
    {
        var wanted = store.Version;
        lock (_making)
        {
            if (_present is null || _present.Version < wanted)
            {
                var made = Make();
                _present?.Dispose();
                _present = made;
            }

            return _present.Hold();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_making)
        {
            _present?.Dispose();
            _present = null;
        }
    }

    private DataDocument Make()
    {
        var version = store.Version;
        if (store.MembershipVersion != _membership)
            TakeKeys();
        var buffer = new JsonBuffer(_keys.Length + (_points.Count * BytesPerValue) + 2);
        buffer.Add("{"u8);
        var start = 0;
        for (var i = 0; i < _points.Count; i++)
        {
            buffer.Add(_keys.AsSpan(start, _ends[i] - start));
            buffer.Add(_points[i].Read().Value);
            start = _ends[i];
        }

        buffer.Add("}"u8);
        return new DataDocument(version, TagOf(version), buffer);
    }

    /// <summary>Keeps the keys as they are written: <c>"key":</c>, from the second one on with a comma in front.</summary>
    private void TakeKeys()
    {
        _membership = store.MembershipVersion;
        _points = store.Points;
        _ends = new int[_points.Count];
        using var buffer = new JsonBuffer(_points.Count * 32);
        for (var i = 0; i < _ends.Length; i++)
        {
            if (i > 0)
                buffer.Add(","u8);
            buffer.Add(_points[i].Key);
            buffer.Add(":"u8);
            _ends[i] = buffer.Length;
        }

        _keys = buffer.Written.ToArray();
    }
}
