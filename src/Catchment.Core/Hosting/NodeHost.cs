using System.Runtime.InteropServices;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

/// <summary>
/// Runs a node, or a single service as a process of its own: services under a supervisor, health, metrics and status
/// on a Unix socket in the state folder and, if wanted, on TCP, systemd kept informed, signals answered by a drain.
/// </summary>
public sealed partial class NodeHost
{
    /// <summary>The exit code after a complete drain.</summary>
    public const int Drained = 0;

    /// <summary>The exit code when a service did not end in time.</summary>
    public const int NotDrained = 1;

    /// <summary>The exit code when a service that systemd started alone failed again and again, and was never ready.</summary>
    public const int NotStarted = 1;

    /// <summary>The live feed's topic of services: the key is the service's name, the payload a <see cref="ServiceStatus"/>.</summary>
    public const string ServiceTopic = "service";

    private const int MostFailedStarts = 8; // some 13 s with their pauses

    private readonly NodeHostOptions _options;
    private readonly IReadOnlyList<ServiceDefinition> _services;
    private readonly StateFolder _state;
    private readonly NodeMetrics _metrics;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DateTimeOffset _started;
    private readonly TaskCompletionSource<IReadOnlyList<string>> _webAddresses = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasGivenUp;

    /// <summary>Makes a host; nothing runs before <see cref="RunAsync"/>.</summary>
    /// <param name="options">What it runs with.</param>
    /// <param name="services">The services, in the order in which the status tells them.</param>
    /// <param name="state">The claimed state folder; it stays the caller's to dispose.</param>
    /// <param name="metrics">The node's numbers, the same that the services were given.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="time">The clock.</param>
    public NodeHost(
        NodeHostOptions options,
        IReadOnlyList<ServiceDefinition> services,
        StateFolder state,
        NodeMetrics metrics,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _services = services;
        _state = state;
        _metrics = metrics;
        _loggers = loggers;
        _time = time;
        _logger = loggers.CreateLogger("node");
        _started = time.GetUtcNow();
        SocketPath = state.PathOf(options.SocketName + ".sock");
    }

    /// <summary>The Unix socket that <see cref="StatusClient"/> asks.</summary>
    public string SocketPath { get; }

    /// <summary>Ends when every service has been ready once and the Unix socket answers.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The addresses of the web server once it listens, with the ports that the system chose.</summary>
    public Task<IReadOnlyList<string>> WebAddresses => _webAddresses.Task;

    /// <summary>Runs the node until a signal or the token asks it to stop, and drains it.</summary>
    /// <param name="stop">Stops the node as SIGTERM does.</param>
    /// <returns>The exit code: <see cref="Drained"/>, <see cref="NotDrained"/> or <see cref="NotStarted"/>.</returns>
    /// <exception cref="StateFolderException">The web server's token cannot be read or kept.</exception>
    public async Task<int> RunAsync(CancellationToken stop = default)
    {
        AccessToken? token = _options.Web.Count > 0 ? AccessToken.LoadOrCreate(_options.WebToken, _state) : null;
        using TerminationSignals? signals = _options.HandleSignals
            ? new TerminationSignals(_time, StopFor, Environment.Exit)
            : null;
        await using CancellationTokenRegistration registration = stop.Register(() => _stop.TrySetResult());

        // Services first: they take data while the HTTP server is still warming up beside them.
        await using var supervisor = new Supervisor(_services, _options.Supervisor, _time, _loggers);
        using SystemdNotifier? notifier = SystemdNotifier.FromEnvironment(_options.Environment, Environment.ProcessId, _logger);
        await using SystemdLink? systemd = notifier is null ? null : new SystemdLink(notifier, supervisor, _options.StartsWhole, _time);
        Tell(supervisor);
        if (systemd is not null && _options.StartsWhole)
        {
            supervisor.Changed += GiveUp;
        }

        supervisor.Start();
        using var text = new PrometheusText(_metrics);
        await using Supervisor endpoints = Endpoints(supervisor, text, token);
        Tell(endpoints);
        endpoints.Start();
        Task<IDisposable?> export = Task.Run(StartExport, CancellationToken.None);
        _ = AnnounceReadyAsync(supervisor, endpoints);

        await _stop.Task;
        systemd?.Stopping();
        DrainReport report = await supervisor.StopAsync();
        double took = report.Took.TotalSeconds;
        LogDrained(took);
        (await export)?.Dispose();
        await endpoints.StopAsync();
        return _hasGivenUp ? NotStarted : report.IsComplete ? Drained : NotDrained;
    }

    private void Tell(Supervisor supervisor)
    {
        if (_options.Live is { } live)
        {
            supervisor.Changed += new ServiceNews(live).Tell;
        }
    }

    // systemd tells whoever asked for the start, and tries again.
    private void GiveUp(object? sender, ServicesChangedEventArgs change)
    {
        if (_hasGivenUp || ((Supervisor)sender!).Ready.IsCompleted
            || change.Services.FirstOrDefault(static s => s is { State: ServiceState.BackingOff, Restarts: >= MostFailedStarts - 1 }) is not { } service)
        {
            return;
        }

        _hasGivenUp = true;
        LogNotStarted(service.Name, service.LastError);
        _stop.TrySetResult();
    }

    private void StopFor(PosixSignal signal)
    {
        LogSignal(signal);
        _stop.TrySetResult();
    }

    private async Task AnnounceReadyAsync(Supervisor supervisor, Supervisor endpoints)
    {
        await supervisor.Ready;
        double took = (_time.GetUtcNow() - _started).TotalSeconds;
        LogReady(_options.Node, _services.Count, took);
        await endpoints.Ready;
        _ready.TrySetResult();
    }

    private Supervisor Endpoints(Supervisor supervisor, PrometheusText text, AccessToken? token)
    {
        var rates = new CounterRates(_metrics, _time);
        IReadOnlyList<string> web = [];
        Supervisor? endpoints = null;
        var routes = new NodeRoutes(
            text,
            () => NodeHealth.Of(AllServices()),
            () => Status(AllServices(), rates, Volatile.Read(ref web)));
        var local = new HttpEndpointOptions { Name = "status", UnixSocket = SocketPath, Map = _options.MapLocal };
        List<ServiceDefinition> definitions = [new(local.Name, () => new HttpEndpoint(local, routes, _loggers))];
        if (_options.Web.Count > 0)
        {
            var tcp = new HttpEndpointOptions
            {
                Name = "web",
                Endpoints = _options.Web,
                Token = token,
                Time = _time,
                ConfigureServices = _options.ConfigureWeb,
                Map = _options.MapWeb,
                Bound = bound =>
                {
                    Volatile.Write(ref web, bound);
                    _webAddresses.TrySetResult(bound);
                },
            };
            definitions.Add(new(tcp.Name, () => new HttpEndpoint(tcp, routes, _loggers)));
        }
        else
        {
            _webAddresses.TrySetResult([]);
        }

        // They end after the services: a node that drains still tells how far it is.
        endpoints = new Supervisor(definitions, _options.Supervisor, _time, _loggers);
        return endpoints;

        // The status socket is how one asks; whoever gets an answer knows that it runs.
        IReadOnlyList<ServiceStatus> AllServices() =>
            [.. supervisor.Snapshot(), .. endpoints!.Snapshot().Where(s => s.Name is not "status")];
    }

    private NodeStatus Status(IReadOnlyList<ServiceStatus> services, CounterRates rates, IReadOnlyList<string> web) => new()
    {
        Node = _options.Node,
        Version = _metrics.Version,
        Pid = Environment.ProcessId,
        Started = _started,
        Ready = services.All(s => s.IsReady),
        Services = services,
        Counters = rates.Now(),
        Web = web,
    };

    private IDisposable? StartExport()
    {
        if ((_options.Otlp ?? OtlpSettings.FromEnvironment(_options.Environment)) is not { } otlp)
        {
            return null;
        }

        try
        {
            IDisposable export = OtlpExport.Start(otlp, _options.Node, _metrics.Version);
            LogExporting(otlp.Endpoint);
            return export;
        }
#pragma warning disable CA1031 // Numbers that cannot be exported are no reason to take no data.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogExportFailed(otlp.Endpoint, e);
            return null;
        }
    }
}
