using Catchment.Core.Hosting;
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

    /// <summary>Claims a file that the configuration names, for the lock of the state folder does not cover it.</summary>
    /// <returns>Gives it back; null: there is nothing to claim.</returns>
    /// <exception cref="StateFolderException">Another process has it, or the lock cannot be made beside it.</exception>
    internal FileLock? Claim()
    {
        if (Options.Store.Path is not { Length: > 0 } path)
            return null;
        Core.Hosting.StateFolder.Make(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return FileLock.Take(path + ".lock", holder => $"The gateway's state {path} is in use by {holder}: stop that one, or name another gateway.store.path.");
    }

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
