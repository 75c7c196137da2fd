namespace Catchment.Tags.Mappings;

/// <summary>How nodes are to be made for points. Source: <c>tags</c> 5.2.</summary>
internal sealed record OpcUaGeneration
{
    /// <summary>The namespace of the nodes.</summary>
    internal int Namespace { get; init; } = OpcUaNode.OwnNamespace;

    /// <summary>The first number.</summary>
    internal uint Start { get; init; } = 100;

    /// <summary>One number after another; otherwise each type has a range of its own.</summary>
    internal bool IsSequential { get; init; }

    /// <summary>A word, or <c>auto</c>.</summary>
    internal string AccessLevel { get; init; } = OpcUaGenerator.Automatic;

    /// <summary>A word, or <c>auto</c>.</summary>
    internal string Timestamps { get; init; } = OpcUaGenerator.Automatic;

    /// <summary>The rank of the values.</summary>
    internal int ValueRank { get; init; } = -1;

    /// <summary>Reads the bulk form.</summary>
    /// <exception cref="MappingRefusedException">A member is wrong.</exception>
    internal static OpcUaGeneration Read(MappingBody body) => new()
    {
        Namespace = OpcUaForm.Space(body, "start_namespace"),
        Start = StartOf(body),
        IsSequential = body.Word("padding_strategy", "data_type", ["data_type", "sequential"]) == "sequential",
        AccessLevel = body.Word("access_level", OpcUaGenerator.Automatic, [.. OpcUaForm.AccessLevels, OpcUaGenerator.Automatic]),
        Timestamps = body.Word("timestamps", OpcUaGenerator.Automatic, [.. OpcUaForm.TimestampWords, OpcUaGenerator.Automatic]),
        ValueRank = OpcUaForm.Rank(body),
    };

    /// <summary>The first number that a client wants.</summary>
    internal static uint StartOf(MappingBody body) => (uint)body.Whole("start_node_id", 100, 0, uint.MaxValue);
}
