using Catchment.Tags.Sync.Polling;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>All tags that were met lately.</summary>
internal sealed class TagTable
{
    /// <summary>Cycles that a tag may be away before it is forgotten.</summary>
    private const int Patience = 600;

    /// <summary>Beyond so many, only those of the last document are kept: a service that names its tags anew each time must not fill the memory.</summary>
    private const int Most = 250_000;

    private readonly Dictionary<byte[], Dictionary<byte[], PolledTag>> _devices = new(RawNameComparer.Instance);
    private byte[] _lastDevice = [];
    private Dictionary<byte[], PolledTag>? _lastTags;
    private int _count;

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
        {
            _lastTags.Add(id.ToArray(), tag = new PolledTag());
            _count++;
        }

        return tag;
    }

    /// <summary>Forgets what no document has held for long.</summary>
    internal void Sweep(long cycle)
    {
        var patience = _count > Most ? 1 : Patience;
        if (patience == Patience && cycle % Patience != 0)
            return;
        foreach (var (device, tags) in _devices.ToArray())
        {
            foreach (var (id, tag) in tags.ToArray())
            {
                if (tag.Seen < cycle - patience && tags.Remove(id))
                    _count--;
            }

            if (tags.Count == 0)
                _devices.Remove(device);
        }

        _lastTags = null;
    }
}
