using Catchment.Tags.Sync.Polling;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>All tags that were met lately.</summary>
internal sealed class TagTable
{
    /// <summary>Cycles that a tag may be away before it is forgotten.</summary>
    private const int Patience = 600;

    private readonly Dictionary<byte[], Dictionary<byte[], PolledTag>> _devices = new(RawNameComparer.Instance);
    private byte[] _lastDevice = [];
    private Dictionary<byte[], PolledTag>? _lastTags;

    /// <summary>Every tag.</summary>
    internal IEnumerable<PolledTag> All => _devices.Values.SelectMany(static tags => tags.Values);

    /// <summary>The tag that an entry is about; made when it is new.</summary>
    internal PolledTag Find(PolledDocument document, in PolledEntry entry)
    {
        var device = document[entry.Device];
        if (_lastTags is null || !device.SequenceEqual(_lastDevice))
        {
            var devices = _devices.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (!devices.TryGetValue(device, out var key, out var known))
            {
                (key, known) = (device.ToArray(), new Dictionary<byte[], PolledTag>(RawNameComparer.Instance));
                _devices.Add(key, known);
            }

            (_lastDevice, _lastTags) = (key, known);
        }

        var tags = _lastTags.GetAlternateLookup<ReadOnlySpan<byte>>();
        var id = document[entry.Id];
        if (!tags.TryGetValue(id, out var tag))
            _lastTags.Add(id.ToArray(), tag = new PolledTag());
        return tag;
    }

    /// <summary>Forgets what no document has held for long.</summary>
    internal void Sweep(long cycle)
    {
        if (cycle % Patience != 0)
            return;
        foreach (var (device, tags) in _devices.ToArray())
        {
            foreach (var (id, tag) in tags.ToArray())
            {
                if (tag.Seen < cycle - Patience)
                    tags.Remove(id);
            }

            if (tags.Count == 0)
                _devices.Remove(device);
        }

        _lastTags = null;
    }
}
