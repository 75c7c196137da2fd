namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Whether a structure has all of its members. Source: OPC 10000-3, 8.48.</summary>
internal enum StructureType
{
    Structure = 0,
    StructureWithOptionalFields = 1,
    Union = 2,
    StructureWithSubtypedValues = 3,
    UnionWithSubtypedValues = 4,
}
