using System.Globalization;
using System.Text;

namespace Catchment.Core.Configuration.Binding;

/// <summary>
/// Lays values of the environment and of command-line words over those of the file. A mapping over a mapping goes key by
/// key; anything else replaces what is below it.
/// </summary>
/// <param name="shape">What may be set, to find the keys that variables mean and how values are read.</param>
/// <param name="root">The file's values, in the layout of <c>catchment.yaml</c>.</param>
/// <param name="messages">Where problems are told.</param>
internal sealed class LayerStack(CatalogueShape shape, ConfigurationMapping root, MessageCollection messages)
{
    private const string Prefix = "CATCHMENT__";
    private const int LongestPath = 50;

    /// <summary>All values so far.</summary>
    public ConfigurationMapping Root { get; private set; } = root;

    /// <summary>Lays the variables <c>CATCHMENT__SECTION__KEY</c> over; case does not matter.</summary>
    /// <param name="environment">All variables.</param>
    public void AddEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        // Sorted, so that a section comes before its keys and the outcome does not depend on the environment's order.
        var variables = environment
            .Where(static variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static variable => variable.Key, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static variable => variable.Key, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
            Add(KeysOf(name[Prefix.Length..].Split("__")), value, ConfigurationOrigin.Variable(name));
    }

    /// <summary>Lays the words <c>key=value</c> over, in their order.</summary>
    /// <param name="words">The words.</param>
    /// <param name="original">The original whose file the words address, if any.</param>
    public void AddWords(IReadOnlyList<string> words, OriginalFile? original)
    {
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                var wrong = ConfigurationOrigin.Word(NodeText.Printable(equals < 0 ? word : string.Empty));
                Tell(wrong, string.Empty, equals < 0 ? "no equals sign" : "no key", "key=value, for example hub.queuemax=10");
                continue;
            }

            var key = word[..equals];
            var origin = ConfigurationOrigin.Word(NodeText.Printable(key));
            var (name, item) = original?.HasListsInWords == true ? SplitItem(key) : (key, null);
            var path = AsInCatchment(name.Split('.'), original);
            if (original?.HasListsInWords == true && shape.TypeAt(path) is ListSettingType)
                SetList(path, item, word[(equals + 1)..], origin);
            else
                Add(item is null ? path : AsInCatchment(key.Split('.'), original), word[(equals + 1)..], origin);
        }
    }

    /// <summary>One value over another.</summary>
    internal static ConfigurationNode Over(ConfigurationNode? lower, ConfigurationNode upper)
    {
        if (lower is not ConfigurationMapping below || upper is not ConfigurationMapping above)
            return upper;
        foreach (var entry in above.Entries)
            below = below.With(entry with { Value = Over(below.Find(entry.Key)?.Value, entry.Value) });
        return below;
    }

    private void Add(IReadOnlyList<string> path, string text, ConfigurationOrigin origin)
    {
        if (path.Count > LongestPath)
        {
            Tell(origin, string.Empty, "a key of too many parts", $"at most {LongestPath} parts");
            return;
        }

        try
        {
            var value = ReadValue(text, shape.TypeAt(path), origin);
            Root = (ConfigurationMapping)Place(Root, path, 0, value);
        }
        catch (ConfigurationException exception)
        {
            Tell(origin, string.Join('.', path.Select(static part => NodeText.Printable(part))), exception.Found, exception.Allowed);
        }
    }

    private static (string Name, string? Item) SplitItem(string key) =>
        key.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket && key[^1] == ']' ? (key[..bracket], key[(bracket + 1)..^1]) : (key, null);

    // Source: telemetry 3: a list is split at commas, name[2]=x sets one item of a list that is long enough.
    private void SetList(string[] path, string? item, string text, ConfigurationOrigin origin)
    {
        if (item is null)
        {
            Root = (ConfigurationMapping)Place(Root, path, 0, ListOf(text, origin));
            return;
        }

        ConfigurationNode? there = Root;
        foreach (var key in path)
            there = (there as ConfigurationMapping)?.Find(key)?.Value;
        var items = (there as ConfigurationSequence)?.Items ?? [];
        if (!int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= items.Count)
            Tell(origin, string.Join('.', path), $"an item that the configured list of {items.Count} does not have", "[0], [1] and so on of a list that is long enough");
        else
            Root = (ConfigurationMapping)Place(Root, path, 0, new ConfigurationSequence([.. items.Take(index), ConfigurationScalar.OfText(text, origin), .. items.Skip(index + 1)], origin));
    }

    private static ConfigurationSequence ListOf(string text, ConfigurationOrigin origin)
    {
        var items = new List<ConfigurationNode>();
        var item = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ',')
            {
                items.Add(ConfigurationScalar.OfText(item.ToString(), origin));
                item.Clear();
                continue;
            }

            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == ',')
                i++;
            item.Append(text[i]);
        }

        items.Add(ConfigurationScalar.OfText(item.ToString(), origin));
        return new ConfigurationSequence(items, origin);
    }

    private static ConfigurationNode Place(ConfigurationNode? lower, IReadOnlyList<string> path, int index, ConfigurationNode value)
    {
        if (index == path.Count)
            return Over(lower, value);
        var mapping = lower as ConfigurationMapping ?? new ConfigurationMapping([], value.Origin);
        var existing = mapping.Find(path[index]);
        var isLeaf = index == path.Count - 1;
        var keyOrigin = existing is null || isLeaf ? value.Origin : existing.KeyOrigin;
        return mapping.With(new ConfigurationEntry(path[index], keyOrigin, Place(existing?.Value, path, index + 1, value)));
    }

    // Text is taken as it is: a password or a URL need not be YAML. Quotes work all the same, and null means null.
    private ConfigurationNode ReadValue(string text, SettingType? type, ConfigurationOrigin origin)
    {
        var isText = type is TextSettingType || (type is ListSettingType { Item: TextSettingType } && !text.StartsWith('['));
        if (isText && text is not ("" or "~" or "null" or ['"', ..] or ['\'', ..]))
            return ConfigurationScalar.OfText(text, origin);
        var document = YamlReader.ReadValue(text, origin);
        messages.AddRange(document.Warnings);
        return document.Root;
    }

    private List<string> KeysOf(string[] segments)
    {
        var path = new List<string>(segments.Length);
        foreach (var segment in segments.Take(LongestPath + 1))
            path.Add(shape.KeyIgnoringCase(path, segment) ?? WrittenKey(path, segment));
        return path;
    }

    // Free keys, such as the names of nodes: the one that is there already, otherwise in lower case.
    private string WrittenKey(IReadOnlyList<string> path, string segment)
    {
        ConfigurationNode? node = Root;
        foreach (var key in path)
            node = (node as ConfigurationMapping)?.Find(key)?.Value;
        var there = (node as ConfigurationMapping)?.Entries.FirstOrDefault(
            entry => string.Equals(entry.Key, segment, StringComparison.OrdinalIgnoreCase));
        return there?.Key ?? segment.ToLowerInvariant();
    }

    // A word addresses the original's file as it is written; the section may be put in front.
    private string[] AsInCatchment(string[] path, OriginalFile? original)
    {
        if (original is null)
            return path;
        if (original.NestedUnder is { } nested)
            return string.Equals(path[0], nested, StringComparison.Ordinal) ? [original.Section, .. path[1..]] : path;
        var isOfSection = shape.Find(original.Section)?.Find(path[0]) is not null || !shape.TopKeys.Contains(path[0], StringComparer.Ordinal);
        return isOfSection ? [original.Section, .. path] : path;
    }

    private void Tell(ConfigurationOrigin origin, string key, string found, string allowed) =>
        messages.Add(new ConfigurationMessage(MessageSeverity.Error, origin, key, found, allowed));
}
