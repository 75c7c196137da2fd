namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which members of a reference are told. Source: OPC 10000-4, 5.9.2.</summary>
[Flags]
internal enum BrowseResultMask : uint
{
    None = 0,
    ReferenceTypeId = 1,
    IsForward = 2,
    NodeClass = 4,
    BrowseName = 8,
    DisplayName = 16,
    TypeDefinition = 32,
    All = 63,
}
