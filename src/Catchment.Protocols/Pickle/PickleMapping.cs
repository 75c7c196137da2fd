namespace Catchment.Protocols.Pickle;

/// <summary>A dict whose keys are texts, in the order in which they were set. It costs little while it is empty.</summary>
/// <param name="most">Most items: few, since a key is looked for among all.</param>
internal sealed class PickleMapping(int most)
{
    private List<(string Key, object? Value)>? _items;

    /// <summary>The items.</summary>
    public IReadOnlyList<(string Key, object? Value)> Items => _items ?? [];

    /// <summary>Adds an item.</summary>
    /// <exception cref="PickleException">The key is no text, or stands there already; or there are too many.</exception>
    public void Add(object? key, object? value)
    {
        if (key is not string text || Items.Any(item => item.Key == text)) throw new PickleException("a mapping has a key that is no text or stands twice");
        if (Items.Count == most) throw new PickleException($"a mapping has more than {most} keys");
        (_items ??= []).Add((text, value));
    }
}
