using System.Diagnostics.CodeAnalysis;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mappings;

/// <summary>Makes nodes for points by the words in their keys, types and units. Source: <c>tags</c> 5.2.</summary>
/// <param name="wanted">How they are to be.</param>
/// <param name="others">The mappings that stay.</param>
[SuppressMessage("Globalization", "CA1308", Justification = "The rules compare lower-case texts.")]
internal sealed class OpcUaGenerator(OpcUaGeneration wanted, IEnumerable<OpcUaMapping> others)
{
    /// <summary>The word for what the rules decide.</summary>
    internal const string Automatic = "auto";

    private static readonly string[] Measured = ["temp", "pressure", "flow", "vibrat", "power"];
    private static readonly string[] Switched = ["status", "enabled", "motor"];
    private static readonly string[] Operated = [.. Switched, "position", "valve"];

    private readonly Dictionary<uint, string> _taken = Taken(wanted.Namespace, others);
    private uint _running = wanted.Start;
    private uint _overflow = 1000;

    /// <summary>The highest number that was given; that of the start while none was.</summary>
    internal uint Highest { get; private set; } = wanted.Start;

    /// <summary>Makes the mapping of a point.</summary>
    /// <param name="dataId">The point's id on the wire, which is the mapping's.</param>
    /// <param name="point">What is registered of the point.</param>
    /// <param name="index">Which one it is in the request.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="error">Why there is none.</param>
    internal bool TryMake(string dataId, PointDefinition point, int index, [NotNullWhen(true)] out OpcUaMapping? mapping, [NotNullWhen(false)] out string? error)
    {
        (mapping, error) = (null, null);
        var type = TypeOf(point);
        var sequential = (ulong)wanted.Start + (uint)index;
        if (wanted.IsSequential && sequential > uint.MaxValue)
        {
            error = $"Node ID {sequential} is beyond {uint.MaxValue}";
            return false;
        }

        var number = wanted.IsSequential ? (uint)sequential : Next(type);
        var node = OpcUaNode.Of(wanted.Namespace, number);
        if (!_taken.TryAdd(number, point.Key))
        {
            error = OpcUaForm.Taken(node, _taken[number]);
            return false;
        }

        Highest = Math.Max(Highest, number);
        var key = point.Key.ToLowerInvariant();
        mapping = new OpcUaMapping
        {
            Id = dataId,
            Key = point.Key,
            NodeId = node.ToString(),
            BrowseName = point.Key,
            DisplayName = point.Units.Length == 0 ? point.Key : $"{point.Key} ({point.Units})",
            DataType = type,
            ValueRank = wanted.ValueRank,
            AccessLevel = wanted.AccessLevel == Automatic ? AccessLevelOf(key) : wanted.AccessLevel,
            Timestamps = wanted.Timestamps == Automatic ? TimestampsOf(key) : wanted.Timestamps,
            Namespace = wanted.Namespace,
            Description = $"Auto-generated for {point.Key} ({point.DataType})",
        };
        return true;
    }

    /// <summary>The type of a point's node; the first rule that fits counts.</summary>
    internal static string TypeOf(PointDefinition point)
    {
        var (type, key, units) = (point.DataType.ToLowerInvariant(), point.Key.ToLowerInvariant(), point.Units.ToLowerInvariant());
        if (Is("temp", "°c", "°f") || Is("pressure", "hpa", "bar", "psi") || Is("flow", "l/min", "m3/h") || Is("vibrat", "mm/s") || Is("power", "kw", "w"))
            return "Double";
        if (type is "bool" or "boolean" || Has(key, Switched))
            return "Boolean";
        return type switch
        {
            "int" or "integer" => Has(key, "position", "code", "alarm") || units.Contains('%', StringComparison.Ordinal) ? "Int16" : "Int32",
            "string" or "str" => "String",
            _ => "Double",
        };

        bool Is(string word, params ReadOnlySpan<string> unitWords) => Has(type, word) || Has(key, word) || Has(units, unitWords);
    }

    /// <summary>The access to a node by its key in lower case.</summary>
    internal static string AccessLevelOf(string key) => !Has(key, Operated) && Has(key, Measured) ? "CurrentRead" : "CurrentReadOrWrite";

    /// <summary>The times of a node by its key in lower case.</summary>
    internal static string TimestampsOf(string key) => !Has(key, Measured) && Has(key, Switched) ? "Server" : "Both";

    private static Dictionary<uint, string> Taken(int space, IEnumerable<OpcUaMapping> others)
    {
        Dictionary<uint, string> taken = [];
        foreach (var other in others)
        {
            if (OpcUaNode.TryParse(other.NodeId, out var node) && node.Namespace == space && node.TryGetNumber(out var number))
                taken[number] = other.Key;
        }

        return taken;
    }

    /// <summary>The numbers of a type, both ends among them.</summary>
    private static (uint First, uint Last) RangeOf(string type) => type switch
    {
        "Double" => (100, 200),
        "Int32" => (200, 300),
        "Int16" => (300, 400),
        "Boolean" => (400, 500),
        "String" => (500, 600),
        "Float" => (600, 700),
        "Byte" => (700, 800),
        "SByte" => (800, 900),
        _ => (100, 1000),
    };

    /// <summary>The next free number of a type, from the running number on; then from the first of its range; then beyond all ranges.</summary>
    private uint Next(string type)
    {
        var (first, last) = RangeOf(type);
        var number = Free(Math.Max(_running, first), last) ?? Free(first, last) ?? (_overflow = Free(_overflow, uint.MaxValue)!.Value);
        _running = number + 1;
        return number;
    }

    private uint? Free(uint from, uint to)
    {
        for (ulong number = from; number <= to; number++)
        {
            if (!_taken.ContainsKey((uint)number))
                return (uint)number;
        }

        return null;
    }

    private static bool Has(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
