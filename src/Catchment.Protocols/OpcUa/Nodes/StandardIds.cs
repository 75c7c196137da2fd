namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>Nodes of the standard that others refer to. Source: OPC 10000-6, annex A.3.</summary>
#pragma warning disable CS1591, CA1720 // Each is the standard's own word.
public static class StandardIds
{
    public static readonly NodeId BaseDataType = new(24);
    public static readonly NodeId Number = new(26);
    public static readonly NodeId Integer = new(27);
    public static readonly NodeId UInteger = new(28);
    public static readonly NodeId Enumeration = new(29);
    public static readonly NodeId Structure = new(22);
    public static readonly NodeId Argument = new(296);
    public static readonly NodeId Range = new(884);
    public static readonly NodeId EUInformation = new(887);

    public static readonly NodeId References = new(31);
    public static readonly NodeId HierarchicalReferences = new(33);
    public static readonly NodeId Organizes = new(35);
    public static readonly NodeId HasModellingRule = new(37);
    public static readonly NodeId HasEncoding = new(38);
    public static readonly NodeId HasTypeDefinition = new(40);
    public static readonly NodeId Aggregates = new(44);
    public static readonly NodeId HasSubtype = new(45);
    public static readonly NodeId HasProperty = new(46);
    public static readonly NodeId HasComponent = new(47);

    public static readonly NodeId BaseObjectType = new(58);
    public static readonly NodeId FolderType = new(61);
    public static readonly NodeId BaseDataVariableType = new(63);
    public static readonly NodeId PropertyType = new(68);
    public static readonly NodeId DataItemType = new(2365);
    public static readonly NodeId AnalogItemType = new(2368);
    public static readonly NodeId AnalogUnitType = new(17497);
    public static readonly NodeId TwoStateDiscreteType = new(2373);

    public static readonly NodeId RootFolder = new(84);
    public static readonly NodeId ObjectsFolder = new(85);
    public static readonly NodeId TypesFolder = new(86);
    public static readonly NodeId ViewsFolder = new(87);
    public static readonly NodeId Server = new(2253);
}
