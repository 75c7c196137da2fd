using System.Globalization;
using System.Numerics;
using Catchment.Core.Configuration;

namespace Catchment.Tags.Sync.Rules;

/// <summary>A part of a file of rules, with the words of what is allowed there.</summary>
/// <param name="node">As it is written.</param>
/// <param name="name">What it is called.</param>
internal sealed class RuleNode(ConfigurationNode node, string name)
{
    /// <summary>It has members.</summary>
    internal bool IsMapping => node is ConfigurationMapping;

    /// <summary>The error that something else is wanted here.</summary>
    internal RuleFileException Refuse(string allowed) => new($"The rules cannot be used: {node.Origin}: {name}: allowed: {allowed}");

    /// <summary>The same, once it is known to have only these members.</summary>
    internal RuleNode Members(params ReadOnlySpan<string> known)
    {
        var list = string.Join(", ", known);
        if (node is not ConfigurationMapping mapping)
            throw Refuse($"a mapping with the keys {list}");
        foreach (var entry in mapping.Entries)
        {
            if (!known.Contains(entry.Key))
                throw new RuleFileException($"The rules cannot be used: {entry.KeyOrigin}: no key of {name} is '{entry.Key}', allowed: {list}");
        }

        return this;
    }

    /// <summary>A member; null: it is not there, or null.</summary>
    internal RuleNode? Find(string key) => ((ConfigurationMapping)node).Find(key) is { Value.IsNull: false } entry ? new RuleNode(entry.Value, key) : null;

    /// <summary>The items of a list.</summary>
    internal IReadOnlyList<RuleNode> Items() => node is ConfigurationSequence list ? [.. list.Items.Select(item => new RuleNode(item, name))] : throw Refuse("a list");

    /// <summary>The items of a list of texts, or the one text.</summary>
    internal IReadOnlyList<RuleNode> Texts() => node is ConfigurationSequence ? Items() : [this];

    /// <summary>A text.</summary>
    internal string Text() => node is ConfigurationScalar { Kind: ScalarKind.Text } scalar ? scalar.Text : throw Refuse("a text; quote it");

    /// <summary>One of some words.</summary>
    internal string OneOf(params ReadOnlySpan<string> words) =>
        node is ConfigurationScalar scalar && words.Contains(scalar.Text) ? scalar.Text : throw Refuse($"one of {string.Join(", ", words)}");

    /// <summary>Yes or no.</summary>
    internal bool Boolean() => node is ConfigurationScalar { Value: bool value } ? value : throw Refuse("true or false");

    /// <summary>A finite number.</summary>
    internal double Number(double least = double.NegativeInfinity)
    {
        var number = Numeric();
        return double.IsFinite(number) && number >= least ? number : throw Refuse(double.IsInfinity(least) ? "a number" : $"a number from {least.ToString(CultureInfo.InvariantCulture)} on");
    }

    /// <summary>A whole number.</summary>
    internal int Whole(int least, int most) =>
        node is ConfigurationScalar { Value: long number } && number >= least && number <= most ? (int)number : throw Refuse($"a whole number from {least} to {most}");

    /// <summary>Numbers by texts.</summary>
    internal Dictionary<string, double> Numbers() => node is ConfigurationMapping mapping
        ? mapping.Entries.ToDictionary(static entry => entry.Key, entry => new RuleNode(entry.Value, $"{name}.{entry.Key}").Number(), StringComparer.Ordinal)
        : throw Refuse("a mapping from texts to numbers");

    private double Numeric() => (node as ConfigurationScalar)?.Value switch
    {
        long whole => whole,
        double real => real,
        BigInteger big => (double)big,
        _ => double.NaN,
    };
}
