namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What the smallest change that counts refers to. Source: OPC 10000-4, 7.22.2.</summary>
internal enum DeadbandType : uint
{
    None = 0,
    Absolute = 1,
    Percent = 2,
}
