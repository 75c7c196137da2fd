using System.Buffers.Text;

namespace Catchment.Core.Configuration.Yaml;

/// <summary>The standard tags of YAML 1.1 (<c>!!str</c> is <c>tag:yaml.org,2002:str</c>); no other is accepted.</summary>
internal static class YamlTags
{
    /// <summary>What stands before the name of every standard tag.</summary>
    public const string Prefix = "tag:yaml.org,2002:";

    /// <summary>What may be written, for messages.</summary>
    public const string Allowed = "no tag, or one of !!str !!int !!float !!bool !!null !!timestamp !!binary !!seq !!map !!set !!omap !!pairs";

    /// <summary>Whether a mapping may bear the tag.</summary>
    public static bool SuitsMapping(string name) => name is "map" or "set";

    /// <summary>Whether a list may bear the tag.</summary>
    public static bool SuitsSequence(string name) => name is "seq" or "omap" or "pairs";

    /// <summary>The meaning of a scalar with a tag.</summary>
    /// <param name="name">The tag's name without <see cref="Prefix"/>.</param>
    /// <param name="text">The scalar's text.</param>
    /// <returns>Null when the tag is not one for scalars.</returns>
    /// <exception cref="FormatException">The text is not what the tag says.</exception>
    public static (ScalarKind Kind, object? Value)? Resolve(string name, string text) => name switch
    {
        "str" => (ScalarKind.Text, text),
        "int" => (ScalarKind.WholeNumber, YamlScalarResolver.ParseInteger(text)),
        "float" => (ScalarKind.RealNumber, YamlScalarResolver.ParseFloat(text)),
        "bool" => (ScalarKind.Boolean, YamlScalarResolver.ParseBoolean(text)),
        "null" => (ScalarKind.Null, null),
        "binary" => Base64.IsValid(text)
            ? (ScalarKind.Binary, Convert.FromBase64String(text))
            : throw new FormatException("no base64"),
        "timestamp" => YamlTimestamp.TryParse(text, out var kind, out var value)
            ? (kind, value)
            : throw new FormatException("no date"),
        _ => null,
    };
}
