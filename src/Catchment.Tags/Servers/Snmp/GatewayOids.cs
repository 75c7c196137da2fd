using Catchment.Protocols.Snmp;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>The gateway's own names: those of CATCHMENT-GATEWAY-MIB. Source: <c>tags</c> 6.4.</summary>
public static class GatewayOids
{
    /// <summary>The enterprise's number.</summary>
    public const uint EnterpriseNumber = 53864;

    /// <summary>The arc of the gateway's own module: mappings of the original lie at small ones.</summary>
    public const uint ModuleArc = 60000;

    /// <summary>The enterprise.</summary>
    public static Oid Enterprise { get; } = new(1, 3, 6, 1, 4, 1, EnterpriseNumber);

    /// <summary>The module.</summary>
    public static Oid Module { get; } = Enterprise.Append(ModuleArc);

    /// <summary>What sysObjectID says of the gateway.</summary>
    public static Oid Product { get; } = Module.Append(3, 1);

    /// <summary>Registered tags.</summary>
    public static Oid TagCount { get; } = Module.Append(1, 1, 0);

    /// <summary>Values that were written.</summary>
    public static Oid TagWrites { get; } = Module.Append(1, 2, 0);

    /// <summary>Objects of mappings.</summary>
    public static Oid MappedObjects { get; } = Module.Append(1, 3, 0);

    /// <summary>A row of the table of tags.</summary>
    public static Oid TagEntry { get; } = Module.Append(1, 4, 1);

    /// <summary>Which limit a notification is about.</summary>
    public static Oid Limit { get; } = Module.Append(1, 5, 0);

    /// <summary>The limit's number as text.</summary>
    public static Oid LimitValue { get; } = Module.Append(1, 6, 0);

    /// <summary>A tag's quality has changed.</summary>
    public static Oid QualityChanged { get; } = Module.Append(0, 1);

    /// <summary>A tag's value is beyond a limit.</summary>
    public static Oid LimitExceeded { get; } = Module.Append(0, 2);

    /// <summary>A tag's value is within its limits again.</summary>
    public static Oid LimitCleared { get; } = Module.Append(0, 3);
}
