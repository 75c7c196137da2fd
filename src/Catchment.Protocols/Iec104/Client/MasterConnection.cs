using System.Net.Sockets;
using Catchment.Protocols.Iec104.Asdus;
using Catchment.Protocols.Iec104.Links;
using Catchment.Protocols.Tcp;

namespace Catchment.Protocols.Iec104.Client;

/// <summary>A controlling station's connection: sends requests, finds whose an answer is, and hands on what is told.</summary>
internal sealed class MasterConnection : LinkConnection
{
    private const int MaxRequests = 1_000;

    private readonly Iec104ClientOptions _options;
    private readonly Queue<byte[]> _requests = [];
    private readonly List<PendingRequest> _pending = [];
    private readonly Dictionary<LinkEvent, TaskCompletionSource> _awaited = [];
    private bool _isOver;

    private MasterConnection(Socket socket, Iec104ClientOptions options)
        : base(socket, new Lock(), options.Parameters, options.Time, isControlling: true) => _options = options;

    /// <summary>Connects; data transfer is not started yet.</summary>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.NotConnected"/> or <see cref="Iec104Fault.TimedOut"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<MasterConnection> OpenAsync(Iec104ClientOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var late = new CancellationTokenSource(options.Parameters.T0, options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
            try
            {
                await socket.ConnectAsync(options.Host, options.Port, either.Token);
                return new MasterConnection(socket, options);
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw new Iec104Exception(Iec104Fault.TimedOut, $"{options.Host}:{options.Port} did not accept a connection within t0 = {options.Parameters.T0.TotalSeconds} s.", inner: e);
            }
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new Iec104Exception(Iec104Fault.NotConnected, $"cannot connect to {options.Host}:{options.Port}: {ListeningPort.Explain(e)}", inner: e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a U frame, and waits for what it brings about.</summary>
    /// <param name="function">An activation.</param>
    /// <param name="answer">What its confirmation means.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.NotConnected"/>: the connection ended before.</exception>
    public async Task AskAsync(ControlFunction function, LinkEvent answer, CancellationToken cancellation)
    {
        TaskCompletionSource? awaited;
        lock (Gate)
        {
            if (_isOver)
                throw Over();
            if (!_awaited.TryGetValue(answer, out awaited))
            {
                awaited = _awaited[answer] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Link.Ask(function);
                Wake();
            }
        }

        await awaited.Task.WaitAsync(cancellation);
    }

    /// <summary>Sends a request.</summary>
    /// <returns>What waits for its answers; to be given to <see cref="Forget"/> at the end.</returns>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.NotConnected"/>: data transfer is stopped, or there is no connection.</exception>
    public PendingRequest Send(in AsduHeader header, in InformationObject one)
    {
        var format = _options.Format;
        var asdu = new byte[format.HeaderOctets + format.ObjectAddressOctets + ElementLayout.OctetsOf(header.Type)];
        new AsduWriter(asdu, header, format).TryAdd(one);
        var pending = new PendingRequest(header, one.Address, format.GlobalCommonAddress);
        lock (Gate)
        {
            if (_isOver)
                throw Over();
            if (!Link.IsStarted)
                throw new Iec104Exception(Iec104Fault.NotConnected, "Data transfer is stopped.");
            if (_requests.Count >= MaxRequests)
                throw new Iec104Exception(Iec104Fault.NotConnected, "The station acknowledges nothing; too many requests wait.");
            _requests.Enqueue(asdu);
            _pending.Add(pending);
            Wake();
        }

        return pending;
    }

    /// <summary>Nobody waits for a request any more.</summary>
    public void Forget(PendingRequest pending)
    {
        lock (Gate)
            _pending.Remove(pending);
    }

    /// <summary>Why the connection ended.</summary>
    public Iec104Exception Over() => new(
        Reason is Iec104CloseReason.NoAnswer or Iec104CloseReason.Slow ? Iec104Fault.TimedOut
        : Reason is Iec104CloseReason.Protocol or Iec104CloseReason.Malformed ? Iec104Fault.Protocol
        : Iec104Fault.NotConnected,
        $"The connection to {_options.Host}:{_options.Port} ended: {Explanation}");

    /// <inheritdoc/>
    protected override void Notice(LinkEvent what, int acknowledged)
    {
        if (acknowledged > 0)
            Wake();
        if (_awaited.Remove(what, out var awaited))
            awaited.TrySetResult();
    }

    /// <inheritdoc/>
    protected override int Next(Span<byte> asdu)
    {
        if (!_requests.TryDequeue(out var request))
            return 0;
        request.CopyTo(asdu);
        return request.Length;
    }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> asdu)
    {
        var header = AsduHeader.Read(asdu, _options.Format);
        if (!ElementLayout.TryOf(header.Type, out _))
        {
            _options.Observer?.NotUnderstood(header.Type);
            return;
        }

        var reader = new AsduReader(asdu, header, _options.Format);
        while (reader.TryRead(out var one))
        {
            Answer(header, one);
            if (header.Type.IsMonitored() || header.Type == TypeId.M_EI_NA_1)
                Tell(header, one);
        }
    }

    /// <inheritdoc/>
    protected override void Leave()
    {
        List<PendingRequest> pending;
        List<TaskCompletionSource> awaited;
        lock (Gate)
        {
            _isOver = true;
            (pending, awaited) = ([.. _pending], [.. _awaited.Values]);
            _pending.Clear();
            _awaited.Clear();
        }

        pending.ForEach(p => p.Fail(Over()));
        awaited.ForEach(a => a.TrySetException(Over()));
    }

    private void Answer(in AsduHeader header, in InformationObject one)
    {
        // Most of what comes is no answer to anything.
        if (header.Type.IsMonitored() && header.Cause != CauseOfTransmission.Request)
            return;
        lock (Gate)
        {
            foreach (var pending in _pending)
            {
                if (pending.TryTake(header, one))
                    return;
            }
        }
    }

    private void Tell(in AsduHeader header, in InformationObject one)
    {
        try
        {
            _options.Received?.Invoke(new Iec104Indication(header.CommonAddress, header.Type, header.Cause, header.IsTest, header.Originator, one));
        }
        catch (Exception e)
        {
            _options.Observer?.ReceiverFailed(e);
        }
    }
}
