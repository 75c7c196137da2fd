namespace Catchment.Benchmarks.OpcUa;

/// <summary>What the clients of an OPC UA server do.</summary>
internal enum OpcUaLoadKind
{
    /// <summary>They read values as fast as they are answered.</summary>
    Reads,

    /// <summary>They are told of values that change.</summary>
    Notifications,
}
