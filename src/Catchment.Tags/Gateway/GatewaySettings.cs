using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Gateway;

/// <summary>What a gateway runs with.</summary>
public sealed record GatewaySettings
{
    /// <summary>The file of what outlives a restart, below the state folder when the configuration names none.</summary>
    public const string FileName = "gateway.db";

    /// <summary>The section as it was configured.</summary>
    public required GatewayOptions Options { get; init; }

    /// <summary>The folder of the gateway's own files, absolute.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The file of what outlives a restart; empty: nothing does.</summary>
    public string StatePath => Options.Store.Path ?? Path.Combine(StateFolder, FileName);

    /// <summary>What the store runs with.</summary>
    public TagStoreSettings Store => new()
    {
        UnknownKeys = Options.Store.UnknownKeys,
        HistorySize = Options.Store.HistorySize,
        HistoryBytes = (long)Options.Store.HistoryMib << 20,
        MaxPoints = Options.Store.MaxPoints,
    };

    /// <summary>When a point that nobody writes becomes UNCERTAIN; zero: never.</summary>
    public TimeSpan StaleAfter => TimeSpan.FromSeconds(Options.Store.StaleAfterSeconds);
}
