using System.Net.Sockets;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Client.Connections;

/// <summary>
/// One connection to a server with its secure channel. Any number of requests are on their way at once; each ends within its time, with the
/// answer or an <see cref="OpcUaException"/>. A server that breaks the protocol, or is silent, costs itself the connection.
/// </summary>
internal sealed partial class ClientConnection : IAsyncDisposable
{
    private const int LongBody = 256 * 1024;

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket;
    private readonly ChannelTarget _target;
    private readonly OpcUaClientOptions _options;
    private readonly Outbox _outbox;
    private readonly ClientChannel _channel;
    private readonly PendingCalls _calls = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<OpcUaException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _began;
    private UaWriter _body = new();
    private ITimer? _look;
    private Task _receiving = Task.CompletedTask;
    private long _renewing;

    private ClientConnection(Socket socket, ChannelTarget target, OpcUaClientOptions options)
    {
        (_socket, _target, _options, _began) = (socket, target, options, options.Time.GetTimestamp());
        var budget = new BufferBudget(4L * options.Limits.MaxMessageSize).Share();
        _outbox = new Outbox(socket, options.Time, budget);
        _channel = new ClientChannel(target, options, budget, _outbox.Gate, () => _outbox.Waiting);
    }

    /// <summary>Ends with the connection, with the reason.</summary>
    public Task<OpcUaException> Ended => _ended.Task;

    /// <summary>Bytes of a request that the server's session takes; 0: any number.</summary>
    public uint MaxRequestSize { get; set; }

    /// <summary>Where it leads.</summary>
    public ChannelTarget Target => _target;

    /// <summary>Connects and opens a channel.</summary>
    /// <exception cref="OpcUaException">There is none within the time.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<ClientConnection> OpenAsync(ChannelTarget target, OpcUaClientOptions options, CancellationToken cancellation)
    {
        var connection = new ClientConnection(await ConnectAsync(target, options, cancellation), target, options);
        try
        {
            await connection.BeginAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks and waits for the answer.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="session">The secret name of the session; the null id without one.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="OpcUaException">
    /// The server's code; BadTimeout: it said nothing within the time; BadRequestTooLarge: it takes no such long request, and none was sent;
    /// BadUnknownResponse: its answer is another service's; the reason of the connection's end.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<T> AskAsync<T>(IServiceRequest request, NodeId session, CancellationToken cancellation)
        where T : class, IServiceResponse
    {
        cancellation.ThrowIfCancellationRequested();
        var call = new AwaitedCall();
        var id = Send(request, session, call, _options.RequestTimeout);
        await using var registration = cancellation.UnsafeRegister(_ =>
        {
            if (_calls.Remove(id))
                call.Cancel(cancellation);
        }, state: null);
        return await call.Answer as T ?? throw new OpcUaException(StatusCodes.BadUnknownResponse, "The server answers with another service's response.");
    }

    /// <summary>Asks; the answer goes to the call.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="session">The secret name of the session; the null id without one.</param>
    /// <param name="call">Takes the answer.</param>
    /// <param name="timeout">How long it may take; infinite: any time.</param>
    /// <exception cref="OpcUaException">Nothing was sent, and the call is told nothing: BadRequestTooLarge, or the reason of the connection's end.</exception>
    public uint Send(IServiceRequest request, NodeId session, PendingCall call, TimeSpan timeout)
    {
        uint id;
        OpcUaException? full;
        lock (_outbox.Gate)
        {
            if (timeout != Timeout.InfiniteTimeSpan)
                call.Deadline = _options.Time.GetTimestamp() + (long)(timeout.TotalSeconds * _options.Time.TimestampFrequency);
            id = _calls.Add(call);
            request.RequestHeader = new RequestHeader
            {
                AuthenticationToken = session,
                Timestamp = _options.Time.GetUtcNow().UtcDateTime,
                RequestHandle = id,
                TimeoutHint = timeout == Timeout.InfiniteTimeSpan ? 0 : (uint)Math.Min(timeout.TotalMilliseconds, uint.MaxValue),
            };
            try
            {
                full = Write(id, request);
            }
            catch
            {
                _calls.Remove(id);
                throw;
            }
        }

        if (full is not null)
            End(full);
        _outbox.Send();
        return id;
    }

    /// <summary>Ends the connection.</summary>
    /// <param name="why">What all requests that wait are told.</param>
    public void End(OpcUaException why)
    {
        if (!_ended.TrySetResult(why))
            return;
        _look?.Dispose();
        _socket.Dispose();
        _calls.FailAll(why);
        _opened.TrySetException(why);
    }

    /// <summary>Tells the server that the channel is closed, and closes it.</summary>
    public async Task CloseAsync()
    {
        try
        {
            lock (_outbox.Gate)
            {
                if (!_outbox.IsClosed && !_ended.Task.IsCompleted)
                {
                    _body.Clear();
                    MessageTypes.Encode(_body, new CloseSecureChannelRequest());
                    _channel.Channel!.Write(_outbox.Waiting, MessageType.Close, _calls.NextId(), _body.Written);
                }
            }

            _outbox.Send();
            await _outbox.IdleAsync().WaitAsync(_options.RequestTimeout, _options.Time);
        }
        catch (TimeoutException)
        {
            // The server takes nothing any more; it will notice.
        }

        await DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        End(new OpcUaException(StatusCodes.BadConnectionClosed, "The connection was closed."));
        await _receiving;
    }

    private static async Task<Socket> ConnectAsync(ChannelTarget target, OpcUaClientOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var late = new CancellationTokenSource(options.RequestTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, either.Token);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw e switch
            {
                SocketException s => new OpcUaException(StatusCodes.BadConnectionRejected, $"Cannot connect to {target.Host}:{target.Port}: {s.Message}", s),
                OperationCanceledException => new OpcUaException(StatusCodes.BadTimeout, $"{target.Host}:{target.Port} did not answer within {options.RequestTimeout.TotalSeconds} s."),
                _ => new OpcUaException(StatusCodes.BadCommunicationError, $"Cannot connect to {target.Host}:{target.Port}: {e.Message}", e),
            };
        }
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        var period = _options.RequestTimeout / 5;
        period = period > LongestLook ? LongestLook : period < ShortestLook ? ShortestLook : period;
        _receiving = ReceiveAsync();
        _channel.SayHello();
        _outbox.Send();
        _look = _options.Time.CreateTimer(_ => Look(), state: null, period, period);
        if (_ended.Task.IsCompleted)
            await _look.DisposeAsync();
        await _opened.Task.WaitAsync(cancellation);
    }

    private OpcUaException? Write(uint id, IServiceRequest request)
    {
        if (_outbox.IsClosed || _channel.Channel is not { } channel)
            throw new OpcUaException(StatusCodes.BadConnectionClosed, "The connection is closed.");
        _body.Clear();
        MessageTypes.Encode(_body, request);
        var isTooLarge = !channel.CanSend(_body.Length) || (MaxRequestSize != 0 && _body.Length > MaxRequestSize);
        if (!isTooLarge)
            channel.Write(_outbox.Waiting, MessageType.Message, id, _body.Written);
        var length = _body.Length;
        if (length > LongBody)
        {
            _body.Dispose();
            _body = new UaWriter();
        }

        if (isTooLarge)
            throw new OpcUaException(StatusCodes.BadRequestTooLarge, $"The server takes no request of {length} bytes.");
        try
        {
            _outbox.Added();
            return null;
        }
        catch (OpcUaException e)
        {
            return new OpcUaException(e.Status, "The server is slower than requests are made.", e);
        }
    }

    private void RequestKeys()
    {
        Volatile.Write(ref _renewing, _options.Time.GetTimestamp());
        _channel.Request(_calls.NextId());
        _outbox.Send();
    }

    private void Look()
    {
        try
        {
            var (now, patience) = (_options.Time.GetTimestamp(), _options.RequestTimeout);
            foreach (var call in _calls.TakeExpired(now))
                call.Fail(new OpcUaException(StatusCodes.BadTimeout, $"The server did not answer within {patience.TotalSeconds} s."));
            if (!_opened.Task.IsCompleted && _options.Time.GetElapsedTime(_began, now) > patience)
                End(new OpcUaException(StatusCodes.BadTimeout, $"{_target.Host}:{_target.Port} did not open a channel within {patience.TotalSeconds} s."));
            else if (Volatile.Read(ref _renewing) is var since and not 0 && _options.Time.GetElapsedTime(since, now) > patience)
                End(new OpcUaException(StatusCodes.BadTimeout, $"The server did not renew the channel within {patience.TotalSeconds} s."));
            else if (_outbox.Stuck > patience)
                End(new OpcUaException(StatusCodes.BadTimeout, $"The server took nothing for {patience.TotalSeconds} s."));
            else if (_channel.IsRenewalDue && !_ended.Task.IsCompleted && Interlocked.CompareExchange(ref _renewing, now, 0) == 0)
                RequestKeys();
        }
        catch (Exception e)
        {
            End(e as OpcUaException ?? new OpcUaException(StatusCodes.BadInternalError, e.Message, e));
        }
    }
}
