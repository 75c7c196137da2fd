using System.Net;
using Catchment.Protocols.Snmp.Serving;

namespace Catchment.Protocols.Snmp;

/// <summary>
/// Serves objects to SNMP managers over UDP in v1, v2c and v3, and notifies others, from <see cref="Start"/> to its disposal. Beside the
/// objects that it is given it has the system and snmp groups, the engine's, and the counters of the message processing and of the
/// user-based security model.
/// </summary>
public sealed class SnmpAgent : IAsyncDisposable
{
    private readonly AgentCore _core;
    private readonly List<UdpListener> _listeners = [];
    private readonly Notifier _notifier;
    private readonly Lock _gate = new();
    private Task? _stopped;

    private SnmpAgent(AgentCore core)
    {
        _core = core;
        _notifier = new Notifier(core);
    }

    /// <summary>Where it listens, with the real ports.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; private set; } = [];

    /// <summary>The engine's identity and how often it has started, this time included.</summary>
    public SnmpEngineState Engine => new(_core.Engine.Id, _core.Engine.Boots);

    /// <summary>What it has counted, by the names of the standard: the snmp group, message processing, and the user-based security model. Source: RFC 3418, 2.; RFC 3412, 5.; RFC 3413, 4.1.; RFC 3414, 5.</summary>
    public IReadOnlyList<(string Name, uint Value)> Counters => [.. Enum.GetValues<AgentCounter>().Select(one => (AgentCounters.Descriptor(one), _core.Counters[one]))];

    /// <summary>Listens on all endpoints and serves.</summary>
    /// <param name="options">How.</param>
    /// <param name="objects">What it serves.</param>
    /// <exception cref="SnmpException">
    /// <see cref="SnmpFault.Listen"/>: an endpoint cannot be listened on, and then none is. <see cref="SnmpFault.Invalid"/>: an option cannot be.
    /// </exception>
    /// <exception cref="IOException">The engine's state cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">The engine's state cannot be kept.</exception>
    public static SnmpAgent Start(SnmpAgentOptions options, ISnmpObjects objects)
    {
        if (options.MaxMessageBytes is < Wire.UserMessage.LeastMaxSize or > SnmpAgentOptions.MostMessageBytes)
            throw new SnmpException(SnmpFault.Invalid, $"the longest message must be {Wire.UserMessage.LeastMaxSize} to {SnmpAgentOptions.MostMessageBytes} bytes");
        var core = new AgentCore(options, AgentEngine.Start(options.Engine, options.Enterprise, options.Time), objects);
        SnmpAgent? agent = null;
        try
        {
            agent = new SnmpAgent(core);
            foreach (var endpoint in options.Endpoints)
                agent._listeners.Add(UdpListener.Open(endpoint, core));
        }
        catch (SnmpException)
        {
            agent?._listeners.ForEach(static one => one.Dispose());
            agent?._notifier.Dispose();
            core.Dispose();
            throw;
        }

        agent.Endpoints = [.. agent._listeners.Select(static one => one.Endpoint)];
        agent._listeners.ForEach(static one => one.Start());
        agent._notifier.Start();
        return agent;
    }

    /// <summary>Sends a notification to all targets whose view holds all of it. Does not wait: it is sent after those before it.</summary>
    public void Notify(SnmpNotification notification) => _notifier.Notify(notification);

    /// <summary>Stops: answers no more, and sends what waits to be sent, at the latest after the options' patience. When it returns, the ports are free.</summary>
    /// <param name="cancellation">Ends the patience.</param>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _stopped ??= Task.Run(() => FinishAsync(cancellation), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task FinishAsync(CancellationToken cancellation)
    {
        _listeners.ForEach(static one => one.Dispose());
        await _notifier.StopAsync(cancellation);
        _notifier.Dispose();
        _core.Dispose();
    }
}
