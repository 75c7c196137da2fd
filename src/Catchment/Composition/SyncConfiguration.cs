using Catchment.Core.Configuration;
using Catchment.Core.Hosting;
using Catchment.Tags.Ipc;
using Catchment.Tags.Settings;
using Catchment.Tags.Sync;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Composition;

/// <summary>What the sync of polled tags runs with. Source: <c>tags</c> 8.1, 13.</summary>
internal sealed class SyncConfiguration
{
    private const string GatewaySocket = "gateway.ipc.socket_path";

    private readonly string _stateDirectory;

    /// <summary>Reads the keys.</summary>
    /// <param name="loaded">The configuration.</param>
    /// <param name="stateDirectory">Where its state is kept.</param>
    /// <param name="refuse">Told the key that cannot be used, what was found, and what is allowed.</param>
    internal SyncConfiguration(LoadedConfiguration loaded, string stateDirectory, Action<string, string, string> refuse)
    {
        _stateDirectory = stateDirectory;
        Options = loaded.Section<SyncOptions>();
        if (Options.SocketPath is null && loaded.IsSet(GatewaySocket))
            Options = Options with { SocketPath = loaded.Section<GatewayOptions>().Ipc.SocketPath };
        IsConfigured = Options.PollingUrl is not null || SyncSettings.PollingUrlOf(Environment.GetEnvironmentVariable) is not null;
        try
        {
            Settings = SyncSettings.Resolve(Options, Path.Combine(_stateDirectory, "buffer"), Environment.GetEnvironmentVariable);
        }
        catch (FormatException e)
        {
            refuse(SyncOptions.Section, $"what cannot be used ({e.Message})", "patterns that are not empty, and an http URL");
        }
    }

    /// <summary>The keys.</summary>
    internal SyncOptions Options { get; }

    /// <summary>A polling service is named: in <c>up</c> the sync is one of the services.</summary>
    internal bool IsConfigured { get; }

    /// <summary>Null only when there are errors.</summary>
    internal SyncSettings? Settings { get; }

    /// <summary>The status sockets that a sync with this configuration may have.</summary>
    internal IEnumerable<string> Sockets => Places().Select(static place => Path.Combine(place, $"{SyncTally.Service}.sock"));

    /// <summary>Takes the state folder: with the data, or where that may not be written in the service's or the user's own state.</summary>
    /// <exception cref="StateFolderException">It cannot be had.</exception>
    internal StateFolder ClaimState()
    {
        var places = Places();
        try
        {
            StateFolder.Make(places[0]);
        }
        catch (StateFolderException) when (places.Length > 1)
        {
            return StateFolder.Open(places[1]);
        }

        return StateFolder.Open(places[0]);
    }

    /// <summary>The gateway's socket is named; otherwise that of the same node is meant, where there is one.</summary>
    internal bool NamesSocket => Options.SocketPath is not null || Environment.GetEnvironmentVariable(IpcClient.PathVariable) is { Length: > 0 };

    /// <summary>What the sync runs with, its buffer in the state folder that it has.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="gateway">The socket of the gateway in the same node; null: it runs alone.</param>
    internal SyncSettings SettingsIn(StateFolder state, string? gateway) => Settings! with
    {
        BufferFile = Options.Buffer.File is null && Settings!.BufferFile is not null ? state.PathOf("buffer") : Settings!.BufferFile,
        SocketPath = NamesSocket ? Settings!.SocketPath : gateway ?? Settings!.SocketPath,
    };

    private string[] Places() => FilesConfiguration.OwnState() is { } own ? [_stateDirectory, Path.Combine(own, _stateDirectory.TrimStart('/').Replace('/', '_'))] : [_stateDirectory];
}
