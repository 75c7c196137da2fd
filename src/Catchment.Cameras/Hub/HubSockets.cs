using System.Net;
using Catchment.Core.Hosting;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Hub;

/// <summary>The hub's sockets: one for REQ senders on all its endpoints, and one to the PUB senders it subscribes to.</summary>
internal sealed partial class HubSockets : IDisposable
{
    private const string Publishers = "publishers";

    private readonly HubSettings _settings;
    private readonly HubIntake _intake;
    private readonly HubMetrics _metrics;
    private readonly IServiceContext _context;
    private readonly ZmqReplier _replier;
    private readonly ZmqSubscriber? _subscriber;

    internal HubSockets(HubSettings settings, HubIntake intake, HubMetrics metrics, IServiceContext context)
    {
        _settings = settings;
        _intake = intake;
        _metrics = metrics;
        _context = context;
        var limits = new ZmqLimits
        {
            MaxMessageBytes = settings.Options.MaxMessage.Bytes,
            MaxConnections = settings.Options.MaxConnections,
            MaxBufferedBytes = 2 * settings.Options.MaxMessage.Bytes, // a small computer is to take the longest message, not many at once
        };
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
        if (settings.Subscribe.Count > 0)
            _subscriber = new ZmqSubscriber(settings.Subscribe, ZmqSubscriber.Everything, TakeIn, new ZmqOptions { Limits = limits, TimeProvider = context.Time, Logger = context.Logger, Observer = metrics });
    }

    /// <summary>Opens the listeners and starts to connect.</summary>
    /// <exception cref="ZmqException">An endpoint cannot be listened on.</exception>
    internal void Open()
    {
        foreach (var endpoint in _replier.Start())
            LogListening(_context.Logger, endpoint);
        if (_settings.ListensAsOriginal)
            LogListensAsOriginal(_context.Logger);
        _subscriber?.Start();
    }

    /// <summary>Shows publishers that are not connected as a degradation; to be called about once a second.</summary>
    internal void Check()
    {
        if (_subscriber is null)
            return;
        var missing = _settings.Subscribe.Count - _subscriber.ConnectedCount;
        if (missing > 0)
            _context.Degrade(Publishers, $"{missing} of {_settings.Subscribe.Count} publishers in hub.subscribe are not connected; the hub keeps trying");
        else
            _context.Recover(Publishers);
    }

    /// <summary>Answers what is in flight and closes.</summary>
    internal async Task DrainAsync()
    {
        _subscriber?.Dispose();
        var result = await _replier.StopAsync(_context.DrainDeadline);
        if (result.Unanswerable + result.Aborted > 0)
            LogUnanswered(_context.Logger, result.Unanswerable + result.Aborted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscriber?.Dispose();
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

    private void TakeIn(ZmqMessage message, ZmqEndpoint from)
    {
        var began = _context.Time.GetTimestamp();
        _metrics.Enter();
        try
        {
            _intake.Receive(message);
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
