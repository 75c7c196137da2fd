using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>An entry of <c>gateway.snmp.traps.limits</c>, whose key is a pattern of keys.</summary>
public sealed record SnmpLimitOptions
{
    /// <summary>What is too low; null: nothing.</summary>
    [Setting("low", Description = "A value below it is told; null for none.")]
    public double? Low { get; init; }

    /// <summary>What is too high; null: nothing.</summary>
    [Setting("high", Description = "A value above it is told; null for none.")]
    public double? High { get; init; }

    /// <summary>How far a value has to come back.</summary>
    [Setting("hysteresis", Description = "How far a value has to come back behind the limit before that is told.", Min = 0)]
    public double Hysteresis { get; init; }
}
