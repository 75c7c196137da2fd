namespace Catchment.Protocols.OpcUa;

/// <summary>What is taken from a peer at most.</summary>
public sealed record OpcUaLimits
{
    /// <summary>Bytes of a message, all its chunks together.</summary>
    public int MaxMessageSize { get; init; } = 16 << 20;

    /// <summary>Chunks of a message.</summary>
    public int MaxChunkCount { get; init; } = 4096;

    /// <summary>Bytes of a chunk; at least 8,192.</summary>
    public int MaxChunkSize { get; init; } = 65_536;

    /// <summary>Bytes of a text.</summary>
    public int MaxStringLength { get; init; } = 4 << 20;

    /// <summary>Bytes of a byte string.</summary>
    public int MaxByteStringLength { get; init; } = 4 << 20;

    /// <summary>Elements of an array.</summary>
    public int MaxArrayLength { get; init; } = 1 << 20;

    /// <summary>Bytes of memory that all arrays of a message may take, those within its values too.</summary>
    public long MaxArrayMemory { get; init; } = 64 << 20;

    /// <summary>How deep variants, extension objects and diagnostics may lie in each other. Source: OPC 10000-6, 5.1.6.</summary>
    public int MaxNesting { get; init; } = 100;
}
