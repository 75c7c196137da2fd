using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Virtual;

/// <summary>The values that users set. Safe on any thread; no member calls the store. Source: <c>tags</c> 9.3.</summary>
/// <param name="time">The clock.</param>
internal sealed class UserTags(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, Entry> _byName = new(StringComparer.Ordinal);

    /// <summary>All of them, with what is known.</summary>
    internal (UserTag Tag, VirtualReading Reading)[] All
    {
        get
        {
            lock (_gate)
                return [.. _byName.Values.Select(entry => (entry.Tag, entry.Reading))];
        }
    }

    /// <summary>Takes the tags of a configuration: a tag that is there already keeps its value, and one that was added over the API stays.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="kept">The values that are known of new ones from before a restart, by their names.</param>
    /// <returns>Those that are gone.</returns>
    internal IReadOnlyList<string> Apply(IEnumerable<UserTag> tags, IReadOnlyDictionary<string, TagValue> kept)
    {
        lock (_gate)
        {
            var next = new List<Entry>();
            foreach (var tag in tags)
                next.Add(_byName.Remove(tag.Name, out var present) ? present with { Tag = tag, IsAdded = false } : new Entry(tag, Reading(kept.TryGetValue(tag.Name, out var value) ? value : tag.DefaultValue), IsAdded: false));
            next.AddRange(_byName.Values.Where(entry => entry.IsAdded && next.TrueForAll(one => one.Tag.Id != entry.Tag.Id)));
            string[] gone = [.. _byName.Keys.Except(next.Select(entry => entry.Tag.Name), StringComparer.Ordinal)];
            _byName.Clear();
            next.ForEach(entry => _byName.Add(entry.Tag.Name, entry));
            return gone;
        }
    }

    /// <summary>Adds a tag; one of its name keeps its value.</summary>
    /// <returns>False: there are as many as there may be.</returns>
    internal bool Add(UserTag tag)
    {
        lock (_gate)
        {
            if (_byName.TryGetValue(tag.Name, out var present))
                _byName[tag.Name] = present with { Tag = tag with { Id = present.Tag.Id } };
            else if (_byName.Count >= PollerFile.MaxTags)
                return false;
            else
                _byName.Add(tag.Name, new Entry(tag, Reading(tag.DefaultValue), IsAdded: true));
            return true;
        }
    }

    /// <summary>Sets a value.</summary>
    /// <param name="name">The tag's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="asOperator">Only a tag that is Read/Write takes it.</param>
    /// <returns>False: there is no such tag, or it takes nothing.</returns>
    internal bool Set(string name, in TagValue value, bool asOperator = false)
    {
        lock (_gate)
        {
            if (!_byName.TryGetValue(name, out var entry) || (asOperator && !entry.Tag.ReadWrite.Contains("write", StringComparison.OrdinalIgnoreCase)))
                return false;
            _byName[name] = entry with { Reading = Reading(value) };
            return true;
        }
    }

    /// <summary>A tag's value by its name.</summary>
    internal bool TryGet(string name, out TagValue value)
    {
        lock (_gate)
        {
            var isThere = _byName.TryGetValue(name, out var entry);
            value = isThere ? entry!.Reading.Value : TagValue.Null;
            return isThere;
        }
    }

    private VirtualReading Reading(in TagValue value) => new(value, VirtualReading.Good, null, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);

    private sealed record Entry(UserTag Tag, VirtualReading Reading, bool IsAdded);
}
