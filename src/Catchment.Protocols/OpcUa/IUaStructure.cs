using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa;

/// <summary>A structure that the binary encoding can write. Source: OPC 10000-6, 5.2.6.</summary>
public interface IUaStructure
{
    /// <summary>The number, in namespace 0, of the node of its binary encoding.</summary>
    uint BinaryEncodingId { get; }

    /// <summary>Writes its members in their order.</summary>
    /// <param name="writer">Where to.</param>
    void Encode(UaWriter writer);
}
