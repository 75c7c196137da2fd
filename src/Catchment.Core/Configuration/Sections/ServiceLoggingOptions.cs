namespace Catchment.Core.Configuration;

/// <summary>The key <c>logging</c> in a service's own section.</summary>
public sealed record ServiceLoggingOptions
{
    /// <summary>The least severe messages of this service that are logged; null: as for every service.</summary>
    [Setting("level", Description = "The least severe messages of this service that are logged; null: as for every service.", IgnoreCase = true)]
    public LoggingLevel? Level { get; init; }
}
