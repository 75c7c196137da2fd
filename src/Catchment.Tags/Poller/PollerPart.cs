using Catchment.Core.Configuration;
using Catchment.Core.Hosting;
using Catchment.Tags.Gateway;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller;

/// <summary>
/// The poller and the polling service as a part of the gateway: reads the configuration, takes its changes while it runs, and serves what is polled. A file that cannot be
/// read any more leaves what was polled. Source: <c>tags</c> 10.5.
/// </summary>
public sealed partial class PollerPart : IGatewayPart, IAsyncDisposable
{
    private const string LastSuccessFile = "poller-last-successful.json";
    private const string FileTrouble = "poller.config";

    private readonly PollerParts _parts;
    private readonly GatewayRoom _room;
    private readonly CancellationTokenSource _stopping = new();
    private PollingApi? _api;
    private Task _looking = Task.CompletedTask;
    private FileStamp _stamp;

    /// <summary>A poller that does not poll yet.</summary>
    /// <param name="options">The settings; without a file nothing is polled, and nothing is listened on.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="room">Where the values go.</param>
    /// <param name="opcUa">The gateway's certificates for OPC UA; null: those that it has without a setting.</param>
    public PollerPart(PollerOptions options, PollerMetrics metrics, GatewayRoom room, OpcUaOptions? opcUa = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(room);
        _room = room;
        var logger = room.Loggers.CreateLogger("gateway.poller");
        _parts = new PollerParts
        {
            Store = room.Model.Store,
            Certificates = new PollerCertificates(opcUa ?? new OpcUaOptions(), room.StateFolder, room.Time, logger),
            Options = options,
            Metrics = metrics,
            LastSuccessFile = options.LastSuccessful ?? Path.Combine(room.StateFolder, LastSuccessFile),
            Time = room.Time,
            Logger = logger,
        };
    }

    /// <inheritdoc/>
    public string Name => PollerMetrics.Service;

    /// <summary>The poller; null: it does not run.</summary>
    public TagPoller? Poller { get; private set; }

    /// <summary>Where the polling service listens, with the real ports.</summary>
    public IReadOnlyList<string> Addresses => _api?.Addresses ?? [];

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (_parts.Options.Config is not { } path || _api is not null)
            return;
        try
        {
            Poller ??= new TagPoller(_parts);
            await TakeAsync(path);
            if (_parts.Options.Listen is { Count: > 0 } listen)
            {
                _api = await PollingApi.StartAsync(Poller, _parts.Options, _room.Loggers);
                var addresses = string.Join(", ", Addresses);
                LogListening(_parts.Logger, addresses);
                var open = string.Join(", ", listen.Select(WebEndpoint.Parse).Where(endpoint => !endpoint.IsLoopback));
                if (open.Length > 0)
                    LogOpen(_parts.Logger, open);
            }
        }
        catch (Exception e) when (e is IOException or FormatException or ConfigurationException)
        {
            throw new IOException($"The polling service cannot begin: {e.Message}.", e);
        }

        if (_looking.IsCompleted)
            _looking = LookAsync(path);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _looking;
        if (_api is not null)
            await _api.DisposeAsync();
        if (Poller is not null)
            await Poller.DisposeAsync();
        (_api, Poller) = (null, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _parts.Certificates?.Dispose();
        _stopping.Dispose();
    }

    private async Task LookAsync(string path)
    {
        if (_parts.Options.ReloadSeconds <= 0)
            return;
        using var rounds = new PeriodicTimer(TimeSpan.FromSeconds(_parts.Options.ReloadSeconds), _parts.Time);
        var seen = _stamp;
        try
        {
            while (await rounds.WaitForNextTickAsync(_stopping.Token))
            {
                try
                {
                    var (before, now) = (seen, FileStamp.Of(path));
                    seen = now;
                    // One that is being written may be a valid file with half of the devices: it is taken when it was left alone from one look to the next.
                    if (before == now)
                        await TakeAsync(path);
                }
                catch (Exception e) when (e is ConfigurationException or IOException or UnauthorizedAccessException)
                {
                    _room.Degrade(FileTrouble, $"{e.Message}; what was polled before is polled on.");
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Takes the file when it is not the one that was looked at last.</summary>
    private async Task TakeAsync(string path)
    {
        var stamp = FileStamp.Of(path);
        if (stamp == _stamp)
            return;
        // One that cannot be read is told once, but at the start, which is tried again.
        if (_api is not null)
            _stamp = stamp;
        var configuration = PollerFile.Load(path);
        await Poller!.ApplyAsync(configuration);
        _stamp = stamp;
        foreach (var problem in configuration.Problems)
            LogProblem(_parts.Logger, problem);
        if (configuration.Problems is [var first, ..])
            _room.Degrade(FileTrouble, $"{first}{(configuration.Problems.Length > 1 ? $" ({configuration.Problems.Length - 1} more in the log)" : "")}; what it belongs to is not polled, everything else is.");
        else
            _room.Recover(FileTrouble);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void LogProblem(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "the polling service listens on {Addresses}")]
    private static partial void LogListening(ILogger logger, string addresses);

    [LoggerMessage(Level = LogLevel.Warning, Message = "whoever reaches {Endpoints} can write to devices, as at the original: it asks for no password")]
    private static partial void LogOpen(ILogger logger, string endpoints);

    /// <summary>What changes when a file is written.</summary>
    private readonly record struct FileStamp(DateTime WrittenAt, long Length)
    {
        /// <summary>That of a file; of one that is not there, one that no file has and no first look either.</summary>
        internal static FileStamp Of(string path) => new FileInfo(path) is { Exists: true } file ? new FileStamp(file.LastWriteTimeUtc, file.Length) : new FileStamp(DateTime.MinValue, -1);
    }
}
