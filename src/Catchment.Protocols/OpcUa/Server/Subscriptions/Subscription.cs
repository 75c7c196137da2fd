using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>
/// A subscription: what it watches, and how far it is with telling it. The latter is guarded by the gate of its session's part; the
/// standard's states NORMAL and KEEPALIVE are told apart by the silent cycles alone. Source: OPC 10000-4, 5.14.1.2.
/// </summary>
internal sealed class Subscription
{
    private readonly SubscriptionService _service;
    private readonly RetransmissionQueue _sent;
    private readonly ITimer _timer;
    private volatile ServerSession _session;
    private uint _nextSequenceNumber = 1;
    private uint _silentCycles;
    private uint _cyclesWithoutClient;
    private uint _maxNotifications;
    private bool _messageSent;
    private bool _isLate;
    private bool _hasMore;
    private int _ticking;

    public Subscription(SubscriptionService service, uint id, ServerSession session, CreateSubscriptionRequest request)
    {
        _service = service;
        _session = session;
        _sent = new RetransmissionQueue(service.Limits, service.Budget);
        Id = id;
        PublishingEnabled = request.PublishingEnabled;
        PublishingInterval = Set(
            request.RequestedPublishingInterval, request.RequestedLifetimeCount, request.RequestedMaxKeepAliveCount, request.MaxNotificationsPerPublish, request.Priority);
        Items = new MonitoredItemSet(service, session, PublishingInterval);
        var period = TimeSpan.FromMilliseconds(PublishingInterval);
        _timer = service.Time.CreateTimer(static self => ((Subscription)self!).Tick(), this, period, period);
    }

    public uint Id { get; }

    /// <summary>Whose it is, or was last.</summary>
    public ServerSession Session => _session;

    public MonitoredItemSet Items { get; }

    /// <summary>Milliseconds.</summary>
    public double PublishingInterval { get; private set; }

    /// <summary>Silent cycles after which an empty message is sent.</summary>
    public uint MaxKeepAliveCount { get; private set; }

    /// <summary>Cycles after which it ends unless its client asks for something.</summary>
    public uint LifetimeCount { get; private set; }

    public byte Priority { get; private set; }

    public bool PublishingEnabled { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Whether it has something to tell and no request to tell it with: it is LATE, or has more than went into a message.</summary>
    public bool IsWaiting => _isLate || _hasMore;

    /// <summary>Who waits for longer has a smaller number.</summary>
    public long WaitsSince { get; private set; }

    public uint[] AvailableSequenceNumbers => _sent.Available;

    /// <summary>The sequence number that follows another; 0 is none.</summary>
    public static uint After(uint sequenceNumber) => sequenceNumber == uint.MaxValue ? 1 : sequenceNumber + 1;

    public void ResetLifetime() => _cyclesWithoutClient = 0;

    public StatusCode Acknowledge(uint sequenceNumber) => _sent.Remove(sequenceNumber) ? StatusCodes.Good : StatusCodes.BadSequenceNumberUnknown;

    public NotificationMessage? FindMessage(uint sequenceNumber) => _sent.Find(sequenceNumber);

    /// <summary>Gives it other times. What goes for items that are sampled as it publishes stays as it was told.</summary>
    public void Modify(ModifySubscriptionRequest request)
    {
        var before = PublishingInterval;
        PublishingInterval = Set(
            request.RequestedPublishingInterval, request.RequestedLifetimeCount, request.RequestedMaxKeepAliveCount, request.MaxNotificationsPerPublish, request.Priority);
        _cyclesWithoutClient = _silentCycles = 0;
        if (before.Equals(PublishingInterval))
            return;
        var period = TimeSpan.FromMilliseconds(PublishingInterval);
        _timer.Change(period, period);
        Items.SetPublishingInterval(PublishingInterval);
    }

    public void SetPublishing(bool isEnabled)
    {
        PublishingEnabled = isEnabled;
        _hasMore = false;
        _cyclesWithoutClient = 0;
    }

    /// <summary>Another session has it now. Within the gates of both.</summary>
    /// <param name="session">Which.</param>
    /// <param name="sendInitialValues">Tell it the last value of each item again.</param>
    public void MoveTo(ServerSession session, bool sendInitialValues)
    {
        _session = session;
        _cyclesWithoutClient = _silentCycles = 0;
        WaitsSince = session.Subscriptions.NextWait();
        Items.MoveTo(session);
        if (sendInitialValues)
            Items.Repeat();
    }

    /// <summary>What a Publish request is answered with: notifications, or the message that it is alive.</summary>
    /// <param name="results">Of the request's acknowledgements.</param>
    public PublishResponse Answer(StatusCode[] results)
    {
        var notifications = PublishingEnabled ? Items.Take((int)_maxNotifications, out _hasMore) : [];
        var isAlive = notifications.Length == 0;
        var message = new NotificationMessage
        {
            SequenceNumber = _nextSequenceNumber,
            PublishTime = _service.Now,
            NotificationData = isAlive ? [] : [new ExtensionObject(new DataChangeNotification { MonitoredItems = notifications })],
        };
        if (!isAlive)
        {
            _sent.Add(message, notifications);
            _nextSequenceNumber = After(_nextSequenceNumber);
        }

        _messageSent = true;
        _isLate = false;
        _cyclesWithoutClient = _silentCycles = 0;
        if (_hasMore)
            WaitsSince = _session.Subscriptions.NextWait();
        return new PublishResponse
        {
            SubscriptionId = Id,
            AvailableSequenceNumbers = _sent.Available,
            MoreNotifications = _hasMore,
            NotificationMessage = message,
            Results = results,
        };
    }

    /// <summary>A message about the subscription itself. It takes no number from those that follow.</summary>
    public NotificationMessage StatusChange(StatusCode status) => new()
    {
        SequenceNumber = _nextSequenceNumber,
        PublishTime = _service.Now,
        NotificationData = [new ExtensionObject(new StatusChangeNotification { Status = status })],
    };

    /// <summary>It ends; its session's part knows it no more.</summary>
    public void Close()
    {
        IsClosed = true;
        _timer.Dispose();
        Items.Close();
        _sent.Clear();
    }

    private double Set(double interval, uint lifetime, uint keepAlive, uint maxNotifications, byte priority)
    {
        var limits = _service.Limits;
        var revised = SubscriptionTimes.RevisePublishing(interval, limits);
        (MaxKeepAliveCount, LifetimeCount) = SubscriptionTimes.ReviseCounts(keepAlive, lifetime, revised, limits);
        _maxNotifications = maxNotifications == 0 ? (uint)limits.MaxNotificationsPerPublish : Math.Min(maxNotifications, (uint)limits.MaxNotificationsPerPublish);
        Priority = priority;
        return revised;
    }

    /// <summary>The publishing timer. A cycle that comes before the last one is over is left out.</summary>
    private void Tick()
    {
        if (Interlocked.Exchange(ref _ticking, 1) != 0)
            return;
        try
        {
            Items.BeginCycle();
            while (!TryCycle(_session.Subscriptions))
            {
                // It was taken over by another session just now.
            }

            Items.EndCycle();
        }
#pragma warning disable CA1031 // A timer's exception would end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _service.TimerFailed?.Invoke(e);
        }
        finally
        {
            Volatile.Write(ref _ticking, 0);
        }
    }

    private bool TryCycle(SessionSubscriptions owner)
    {
        lock (owner.Gate)
        {
            if (!ReferenceEquals(owner, _session.Subscriptions))
                return false;
            if (IsClosed)
                return true;
            if (++_cyclesWithoutClient >= LifetimeCount)
            {
                _service.Expire(this);
                return true;
            }

            // What is said at least: that it works, in the first cycle, and that it is alive, after so many silent ones.
            if (!_isLate && ((PublishingEnabled && Items.HasNotifications) || !_messageSent || ++_silentCycles >= MaxKeepAliveCount))
            {
                _isLate = true;
                if (!_hasMore)
                    WaitsSince = owner.NextWait();
            }

            if (_isLate)
                owner.Serve(_service);
            return true;
        }
    }
}
