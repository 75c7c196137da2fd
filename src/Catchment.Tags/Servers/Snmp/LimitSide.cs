namespace Catchment.Tags.Servers.Snmp;

/// <summary>Where a value stands to its limits. The numbers are those of CATCHMENT-GATEWAY-MIB.</summary>
internal enum LimitSide
{
    /// <summary>Within them.</summary>
    Within = 0,

    /// <summary>Below the low one.</summary>
    Low = 1,

    /// <summary>Above the high one.</summary>
    High = 2,
}
