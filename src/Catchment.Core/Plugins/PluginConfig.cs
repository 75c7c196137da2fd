using System.Globalization;
using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Plugins;

/// <summary>
/// Reads the settings of a plugin; a key that nobody asked for is an error, as nothing would come of it. Every method throws
/// <see cref="PluginException"/>, with the key, what was found and what is allowed, when its value is of another kind.
/// </summary>
public sealed class PluginConfig
{
    private const double LongestSeconds = 31_536_000;

    private readonly string _path;
    private readonly ConfigurationMapping? _mapping;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private PluginConfig(string path, ConfigurationMapping? mapping) => (_path, _mapping) = (path, mapping);

    /// <summary>Whether nothing stands in it.</summary>
    public bool IsEmpty => _mapping is null || _mapping.Entries.Count == 0;

    /// <summary>The settings of a plugin.</summary>
    /// <param name="node"><see cref="PluginSetup.Config"/>.</param>
    /// <exception cref="PluginException">They are no mapping.</exception>
    public static PluginConfig Of(ConfigurationNode? node) => Of("plugin.config", node);

    /// <summary>A mapping below; null when it is not there.</summary>
    public PluginConfig? Section(string key) => Node(key) is { } node ? Of($"{_path}.{key}", node) : null;

    /// <summary>A mapping below that has to be there.</summary>
    public PluginConfig RequiredSection(string key) => Section(key) ?? throw Wrong(key, "nothing", "a mapping (required)");

    /// <summary>A text; null when it is not there.</summary>
    public string? Text(string key) => Node(key) switch
    {
        null => null,
        ConfigurationScalar { Kind: ScalarKind.Text, Text: { Length: > 0 } text } when !text.Contains('\0', StringComparison.Ordinal) => text,
        var node => throw Wrong(key, NodeText.Describe(node), "a text"),
    };

    /// <summary>A text that has to be there.</summary>
    public string RequiredText(string key) => Text(key) ?? throw Wrong(key, "nothing", "a text (required)");

    /// <summary>A text that is one of several.</summary>
    public string? OneOf(string key, params string[] allowed) =>
        Text(key) is not { } text || allowed.Contains(text, StringComparer.Ordinal) ? Text(key) : throw Wrong(key, $"\"{NodeText.Printable(text)}\"", $"one of {string.Join(", ", allowed)}");

    /// <summary>A truth value; null when it is not there.</summary>
    public bool? Boolean(string key) => Node(key) switch
    {
        null => null,
        ConfigurationScalar { Kind: ScalarKind.Boolean, Value: bool value } => value,
        var node => throw Wrong(key, NodeText.Describe(node), "true or false"),
    };

    /// <summary>A duration in seconds; null when it is not there.</summary>
    public TimeSpan? Seconds(string key)
    {
        var node = Node(key);
        if (node is null)
            return null;
        var seconds = node is ConfigurationScalar { Kind: ScalarKind.WholeNumber or ScalarKind.RealNumber, Value: IConvertible number }
            ? number.ToDouble(CultureInfo.InvariantCulture)
            : double.NaN;
        return seconds is > 0 and <= LongestSeconds ? TimeSpan.FromSeconds(seconds) : throw Wrong(key, NodeText.Describe(node), "seconds, more than 0");
    }

    /// <summary>A text or a number, as it is written; null when it is not there.</summary>
    public string? Value(string key) => Node(key) switch
    {
        null => null,
        ConfigurationScalar { Text.Length: > 0 } scalar => scalar.Text,
        var node => throw Wrong(key, NodeText.Describe(node), "a text or a number"),
    };

    /// <summary>A list of texts, or one text; null when it is not there.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        var node = Node(key);
        var items = node switch
        {
            null => null,
            ConfigurationSequence { Items.Count: > 0 } sequence => sequence.Items,
            ConfigurationScalar scalar => [scalar],
            _ => throw Wrong(key, node is ConfigurationSequence ? "an empty list" : NodeText.Describe(node), "a list of text"),
        };
        return items is null ? null : [.. items.Select(item => item is ConfigurationScalar { Kind: ScalarKind.Text, Text: { Length: > 0 } text } && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw Wrong(key, $"{NodeText.Describe(item)} in the list", "a list of text (quote what looks like a number or a date)"))];
    }

    /// <summary>The keys and values of a mapping below, as Python would write the values.</summary>
    public IReadOnlyList<(string Key, string Value)> Values(string key)
    {
        if (Node(key) is not { } node)
            return [];
        if (node is not ConfigurationMapping mapping)
            throw Wrong(key, NodeText.Describe(node), "a mapping");
        return [.. mapping.Entries.Select(e => (e.Key, e.Value switch
        {
            ConfigurationScalar { Kind: ScalarKind.Null } => "None",
            ConfigurationScalar { Kind: ScalarKind.Boolean, Value: bool value } => value ? "True" : "False",
            // The command splits at commas.
            ConfigurationScalar scalar when !scalar.Text.AsSpan().ContainsAny(',', '\0') => scalar.Text,
            _ => throw Wrong($"{key}.{e.Key}", NodeText.Describe(e.Value), "a value without a comma; put others into config_file"),
        }))];
    }

    /// <summary>Notes a key that is accepted and means nothing.</summary>
    public void Ignore(string key) => _asked.Add(key);

    /// <summary>A key of which only one value can be had.</summary>
    public void OnlyDefault(string key, string value, string instead)
    {
        var node = Node(key);
        if (node is not null && !(node is ConfigurationScalar scalar && string.Equals(scalar.Text, value, StringComparison.OrdinalIgnoreCase)))
            throw Wrong(key, NodeText.Describe(node), $"only {value}: the command has no option for it; {instead}");
    }

    /// <summary>Everything was asked for.</summary>
    /// <exception cref="PluginException">There is a key more.</exception>
    public void End()
    {
        if (_mapping?.Entries.FirstOrDefault(e => !_asked.Contains(e.Key)) is { } entry)
            throw new PluginException($"{_path}.{NodeText.Printable(entry.Key)}: this key means nothing to the plugin; it knows {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
    }

    private static PluginConfig Of(string path, ConfigurationNode? node) => node switch
    {
        null or { IsNull: true } => new PluginConfig(path, null),
        ConfigurationMapping mapping => new PluginConfig(path, mapping),
        _ => throw new PluginException($"{path}: found {NodeText.Describe(node)}; allowed: a mapping."),
    };

    private ConfigurationNode? Node(string key)
    {
        _asked.Add(key);
        return _mapping?.Find(key)?.Value is { IsNull: false } node ? node : null;
    }

    /// <summary>The error of a key whose value is of the right kind and cannot be used.</summary>
    /// <param name="key">The key.</param>
    /// <param name="found">What was found.</param>
    /// <param name="allowed">What is allowed.</param>
    public PluginException Wrong(string key, string found, string allowed) => new($"{_path}.{key}: found {found}; allowed: {allowed}.");
}
