namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>Where in its message a chunk stands: the fourth letter. Source: OPC 10000-6, 6.7.2.2.</summary>
#pragma warning disable CA1008 // There is no chunk of kind 0.
internal enum ChunkKind : byte
{
    /// <summary>More follow.</summary>
    Intermediate = (byte)'C',

    /// <summary>The last.</summary>
    Final = (byte)'F',

    /// <summary>The message is given up; the chunk tells why.</summary>
    Abort = (byte)'A',
}
