using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Catchment.Protocols.Snmp.Asking;
using Catchment.Protocols.Snmp.Security;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>One that is notified, with what waits for it.</summary>
internal sealed class NotifiedTarget : IDisposable
{
    private readonly SnmpTarget _target;
    private readonly AgentCore _core;
    private readonly ServedUser? _user;
    private readonly SnmpView? _view;
    private readonly byte[] _community;
    private readonly Channel<(uint UpTime, SnmpNotification Notification)> _queue;
    private readonly SnmpClient? _client;
    private int _id = RandomNumberGenerator.GetInt32(int.MaxValue / 2);

    /// <summary>Finds the user or the community and its view.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: it cannot be one.</exception>
    internal NotifiedTarget(SnmpTarget target, AgentCore core)
    {
        _target = target;
        _core = core;
        _community = Encoding.UTF8.GetBytes(target.Community ?? string.Empty);
        _queue = Channel.CreateBounded<(uint, SnmpNotification)>(new BoundedChannelOptions(Math.Max(1, target.Queue)) { SingleReader = true });
        if (target.Version == SnmpVersion.V3)
        {
            _user = core.User(Encoding.UTF8.GetBytes(target.UserName ?? string.Empty))
                ?? throw new SnmpException(SnmpFault.Invalid, $"target {target.Endpoint}: the agent has no user '{target.UserName}'");
            _view = _user.Settings.Notify;
        }
        else if (target.Version == SnmpVersion.V2c && target.Community is not null)
        {
            var own = core.Options.Communities.FirstOrDefault(c => c.Name == target.Community);
            _view = own is null ? SnmpView.All : own.Notify;
        }
        else
        {
            throw new SnmpException(SnmpFault.Invalid, $"target {target.Endpoint}: notifications go out in v2c with a community, or in v3 with a user");
        }

        _client = target.Inform ? new SnmpClient(ClientOptions()) : null;
    }

    internal void Enqueue(uint upTime, SnmpNotification notification)
    {
        if (_view is null || !_view.Contains(notification.Oid) || !notification.Variables.All(v => _view.Contains(v.Oid)))
            return;
        if (!_queue.Writer.TryWrite((upTime, notification)))
            _core.Options.Observer?.NotificationLost(_target, "too many wait for it, or the agent stops");
    }

    internal void Complete() => _queue.Writer.TryComplete();

    internal async Task WorkAsync(CancellationToken cancellation)
    {
        await foreach (var (upTime, notification) in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                if (_client is not null)
                    await _client.InformAsync(upTime, notification, cancellation);
                else
                    await SendAsync(Message(upTime, notification), cancellation);
                _core.Counters.Count(AgentCounter.OutTraps);
                _core.Counters.Count(AgentCounter.OutPkts);
                _core.Options.Observer?.NotificationSent(_target);
            }
            catch (Exception e) when (e is SnmpException or SocketException or OperationCanceledException)
            {
                _core.Options.Observer?.NotificationLost(_target, e is OperationCanceledException ? "the agent stops" : e.Message);
            }
        }
    }

    public void Dispose() => _client?.Dispose();

    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        using var socket = new Socket(_target.Endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.SendToAsync(message, _target.Endpoint, cancellation);
    }

    private ReadOnlyMemory<byte> Message(uint upTime, SnmpNotification notification)
    {
        var writer = new BerWriter(new byte[_core.Options.MaxMessageBytes]);
        var id = Interlocked.Increment(ref _id) & int.MaxValue;
        var pdu = new SnmpPdu { Type = SnmpPduType.Trap, RequestId = id, Variables = Notices.Variables(upTime, notification) };
        if (_user is null)
        {
            CommunityMessage.Write(writer, SnmpVersion.V2c, _community, pdu);
        }
        else
        {
            // The engine that notifies is the one whose keys and clock count. Source: RFC 3414, 1.5.1.
            var head = new UserMessageHead
            {
                MessageId = id,
                MaxSize = _core.Options.MaxMessageBytes,
                Level = _user.Settings.User.Level,
                Reportable = false,
                EngineId = _core.Engine.Id,
                EngineBoots = _core.Engine.Boots,
                EngineTime = _core.Engine.Time,
                UserName = _user.Name,
            };
            UserMessageWriter.Write(writer, head, _user.Local, _core.Engine.Id, [], pdu);
        }

        return !writer.Overflow ? writer.Written : throw new SnmpException(SnmpFault.Invalid, $"notification {notification.Oid} is longer than a message may be");
    }

    private SnmpClientOptions ClientOptions() => new()
    {
        Endpoint = _target.Endpoint,
        Version = _target.Version,
        Community = _target.Community ?? string.Empty,
        User = _user?.Settings.User,
        Timeout = _target.Timeout,
        Retries = _target.Retries,
        MaxPduSize = _core.Options.MaxMessageBytes,
        Time = _core.Options.Time,
    };
}
