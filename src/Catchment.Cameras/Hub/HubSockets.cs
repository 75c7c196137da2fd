using System.Net;
using Catchment.Core.Hosting;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Hub;

/// <summary>The hub's sockets: one for REQ senders on all its endpoints, and one to the PUB senders it subscribes to.</summary>
internal sealed partial class HubSockets : IDisposable
{
    private readonly HubSettings _settings;
    private readonly HubIntake _intake;
    private readonly HubMetrics _metrics;
    private readonly IServiceContext _context;
    private readonly ZmqReplier _replier;

    internal HubSockets(HubSettings settings, HubIntake intake, HubMetrics metrics, IServiceContext context)
    {
        _settings = settings;
        _intake = intake;
        _metrics = metrics;
        _context = context;
        var limits = new ZmqLimits { MaxMessageBytes = settings.Options.MaxMessage.Bytes, MaxConnections = settings.Options.MaxConnections };
        _replier = new ZmqReplier(settings.Listen, Answer, new ZmqReplierOptions
        {
            Limits = limits,
            AllowedPeers = settings.Allow,
            ReplyBudget = settings.Options.ReplyBudget,
            BudgetReply = HubReplies.Busy.ToArray(),
            FaultReply = HubReplies.NotStored.ToArray(),
            TimeProvider = context.Time,
            Logger = context.Logger,
            Observer = metrics,
        });
    }

    /// <summary>Opens the listeners and starts to connect.</summary>
    /// <exception cref="ZmqException">An endpoint cannot be listened on.</exception>
    internal void Open()
    {
        foreach (var endpoint in _replier.Start())
            LogListening(_context.Logger, endpoint);
        if (_settings.ListensAsOriginal)
            LogListensAsOriginal(_context.Logger);
    }

    /// <summary>Answers what is in flight and closes.</summary>
    internal async Task DrainAsync()
    {
        var result = await _replier.StopAsync(_context.DrainDeadline);
        if (result.Unanswerable + result.Aborted > 0)
            LogUnanswered(_context.Logger, result.Unanswerable + result.Aborted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _replier.Dispose();
    }

    private void Answer(ZmqRequest request)
    {
        var began = _context.Time.GetTimestamp();
        _metrics.Enter();
        try
        {
            if (!request.Reply(_intake.Receive(request.Message)))
                _metrics.Refused(HubRefusal.Busy);
        }
        finally
        {
            _metrics.Answered(_context.Time.GetElapsedTime(began));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on tcp://{Endpoint}")]
    private static partial void LogListening(ILogger logger, IPEndPoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening on all interfaces, as the original did: whoever reaches the port can store frames. hub.listen and hub.allow narrow it")]
    private static partial void LogListensAsOriginal(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} requests were left without a reply when the hub stopped")]
    private static partial void LogUnanswered(ILogger logger, int count);
}
