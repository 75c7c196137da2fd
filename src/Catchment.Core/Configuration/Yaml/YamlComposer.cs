using System.Globalization;
using Catchment.Core.Configuration.Binding;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Catchment.Core.Configuration.Yaml;

/// <summary>
/// Builds the node tree of one document from the parser's events. An alias shares its anchor's node; what the aliases
/// stand for is counted all the same, because every reader of the tree walks it as often as it is referred to.
/// </summary>
internal sealed class YamlComposer(IParser parser, ConfigurationOrigin source)
{
    private readonly Dictionary<string, Composed> _anchors = new(StringComparer.Ordinal);
    private readonly MessageCollection _warnings = new();
    private readonly List<string> _path = [];
    private long _aliased;

    /// <summary>Reads the whole stream.</summary>
    /// <exception cref="ConfigurationException">It is more than one document, or not what we accept, or beyond a bound.</exception>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public YamlDocument Document()
    {
        parser.MoveNext(); // to the start of the stream, which carries nothing
        parser.MoveNext();
        if (parser.Current is not DocumentStart)
            return new YamlDocument(Null(), _warnings.Messages);
        parser.MoveNext();
        var root = Compose(depth: 1).Node;
        parser.MoveNext(); // from the end of the document
        if (parser.Current is DocumentStart second)
            throw Refuse(second.Start, "a second document", "one document in a file");
        return new YamlDocument(root, _warnings.Messages);
    }

    /// <summary>The place of a mark in the source.</summary>
    /// <param name="mark">A position that the parser or scanner tells.</param>
    public ConfigurationOrigin At(Mark mark) =>
        source.At((int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));

    private Composed Compose(int depth)
    {
        if (depth > YamlReader.MaxNesting)
            throw TooDeep(parser.Current!.Start);
        return parser.Current switch
        {
            AnchorAlias alias => Follow(alias, depth),
            Scalar scalar => Remember(scalar, new Composed(ComposeScalar(scalar), 1, 1)),
            SequenceStart start => Remember(start, ComposeSequence(start, depth)),
            MappingStart start => Remember(start, ComposeMapping(start, depth)),
            var other => throw Refuse(other?.Start ?? Mark.Empty, "no value", "a value"),
        };
    }

    private Composed Follow(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            throw Refuse(alias.Start, $"the alias '*{NodeText.Printable(alias.Value.Value)}'", "an alias of an anchor that is complete before it");
        _aliased += target.Weight;
        if (_aliased > YamlReader.MaxAliasedNodes)
        {
            throw Refuse(
                alias.Start,
                "aliases that stand for too many values",
                $"aliases that stand for at most {YamlReader.MaxAliasedNodes} values together");
        }

        if (depth + target.Height - 1 > YamlReader.MaxNesting)
            throw TooDeep(alias.Start);
        parser.MoveNext();
        return target;
    }

    private Composed Remember(NodeEvent node, Composed composed)
    {
        if (!node.Anchor.IsEmpty && !_anchors.TryAdd(node.Anchor.Value, composed))
            throw Refuse(node.Start, $"the anchor '&{NodeText.Printable(node.Anchor.Value)}' a second time", "each anchor once");
        return composed;
    }

    private ConfigurationScalar ComposeScalar(Scalar scalar, bool isKey = false)
    {
        parser.MoveNext();
        var origin = At(scalar.Start);
        var isPlain = scalar.Style is ScalarStyle.Plain;
        // A lone '!' asks for no tag at all; like the originals' reader, resolve as if the text were plain.
        var resolves = scalar.Tag.IsEmpty ? isPlain : scalar.Tag.IsNonSpecific;
        if (!resolves && scalar.Tag.IsEmpty)
            return ConfigurationScalar.OfText(scalar.Value, origin);
        if (resolves && !isKey && scalar.Value is "<<" or "=" && isPlain)
            throw Refuse(scalar.Start, $"a bare '{scalar.Value}'", $"text; quote it: \"{scalar.Value}\"");
        try
        {
            var (kind, value) = resolves
                ? YamlScalarResolver.Resolve(scalar.Value)
                : YamlTags.Resolve(StandardTag(scalar), scalar.Value) ?? throw WrongTag(scalar);
            return new ConfigurationScalar(scalar.Value, kind, value, isPlain, origin);
        }
        catch (FormatException exception)
        {
            throw new ConfigurationException(
                origin, $"\"{NodeText.Printable(scalar.Value)}\", {exception.Message}", "what it looks like, or text in quotes", exception);
        }
    }

    private Composed ComposeSequence(SequenceStart start, int depth)
    {
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && !YamlTags.SuitsSequence(StandardTag(start)))
            throw WrongTag(start);
        var items = new List<ConfigurationNode>();
        var (weight, height) = (1, 0);
        parser.MoveNext();
        while (parser.Current is not SequenceEnd)
        {
            _path.Add(items.Count.ToString(CultureInfo.InvariantCulture));
            var item = Compose(depth + 1);
            _path.RemoveAt(_path.Count - 1);
            items.Add(item.Node);
            weight += item.Weight;
            height = Math.Max(height, item.Height);
        }

        parser.MoveNext();
        return new Composed(new ConfigurationSequence(items, At(start.Start)), weight, height + 1);
    }

    private Composed ComposeMapping(MappingStart start, int depth)
    {
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && !YamlTags.SuitsMapping(StandardTag(start)))
            throw WrongTag(start);
        var entries = new YamlMappingBuilder();
        var (weight, height) = (1, 0);
        parser.MoveNext();
        while (parser.Current is not MappingEnd)
        {
            var (key, isMerge) = ComposeKey();
            _path.Add(key.Text);
            var value = Compose(depth + 1);
            if (isMerge)
                Merge(entries, value.Node);
            else if (entries.Add(new ConfigurationEntry(key.Text, key.Origin, value.Node)) is { } earlier)
                Warn(key.Origin, earlier);
            _path.RemoveAt(_path.Count - 1);
            weight += value.Weight + 1;
            height = Math.Max(height, value.Height);
        }

        parser.MoveNext();
        return new Composed(new ConfigurationMapping(entries.Build(), At(start.Start)), weight, height + 1);
    }

    private (ConfigurationScalar Key, bool IsMerge) ComposeKey()
    {
        if (parser.Current is AnchorAlias alias)
        {
            var target = Follow(alias, depth: 1).Node as ConfigurationScalar;
            return (target ?? throw Refuse(alias.Start, "an alias of a list or mapping as a key", "a text as a key"), false);
        }

        if (parser.Current is not Scalar scalar)
            throw Refuse(parser.Current!.Start, "a list or mapping as a key", "a text as a key");
        var isMerge = scalar.Tag.IsEmpty
            ? scalar is { Style: ScalarStyle.Plain, Value: "<<" }
            : !scalar.Tag.IsNonSpecific && scalar.Tag.Value is YamlTags.Prefix + "merge";
        if (isMerge)
        {
            parser.MoveNext();
            return (ConfigurationScalar.OfText(scalar.Value, At(scalar.Start)), true);
        }

        var key = ComposeScalar(scalar, isKey: true);
        Remember(scalar, new Composed(key, 1, 1));
        return (key, false);
    }

    private static void Merge(YamlMappingBuilder entries, ConfigurationNode value)
    {
        switch (value)
        {
            case ConfigurationMapping mapping:
                entries.Merge(mapping);
                break;
            case ConfigurationSequence sequence:
                // Of several mappings the earlier wins, so it is laid down last.
                foreach (var item in sequence.Items.Reverse())
                {
                    entries.Merge(item as ConfigurationMapping ?? throw new ConfigurationException(
                        item.Origin, "something else than a mapping under '<<'", "a mapping or a list of mappings"));
                }

                break;
            default:
                throw new ConfigurationException(
                    value.Origin, "something else than a mapping under '<<'", "a mapping or a list of mappings");
        }
    }

    private void Warn(ConfigurationOrigin place, ConfigurationEntry earlier) =>
        _warnings.Add(new ConfigurationMessage(
            MessageSeverity.Warning,
            place,
            string.Join('.', _path),
            "the key a second time",
            earlier.KeyOrigin.Line > 0 ? $"each key once; the one in line {earlier.KeyOrigin.Line} does not count" : "each key once; the last one counts"));

    private string StandardTag(NodeEvent node)
    {
        var tag = node.Tag.IsNonSpecific ? string.Empty : node.Tag.Value;
        return tag.StartsWith(YamlTags.Prefix, StringComparison.Ordinal) ? tag[YamlTags.Prefix.Length..] : throw WrongTag(node);
    }

    private ConfigurationException WrongTag(NodeEvent node) =>
        Refuse(node.Start, $"the tag '{(node.Tag.IsNonSpecific ? "!" : NodeText.Printable(node.Tag.Value))}'", YamlTags.Allowed);

    private ConfigurationScalar Null() =>
        new(string.Empty, ScalarKind.Null, null, isPlain: true, source.At(1, 1));

    private ConfigurationException Refuse(Mark mark, string found, string allowed) => new(At(mark), found, allowed);

    private ConfigurationException TooDeep(Mark mark) =>
        Refuse(mark, "lists and mappings nested too deep", $"at most {YamlReader.MaxNesting} levels");

    /// <summary>A node with the number of nodes it stands for and the levels below and including it.</summary>
    private readonly record struct Composed(ConfigurationNode Node, int Weight, int Height);
}
