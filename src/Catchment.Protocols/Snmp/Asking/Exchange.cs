using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Asking;

/// <summary>Sends requests and waits for their answers, one at a time.</summary>
internal sealed class Exchange : IDisposable
{
    /// <summary>So often a request is sent once more because the engine is known better: its identity, its time, and each again when it starts anew just then.</summary>
    private const int MostResends = 4;

    private readonly SnmpClientOptions _options;
    private readonly IMessageForm _form;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly BerWriter _writer;
    private readonly byte[] _buffer = new byte[SnmpAgentOptions.MostMessageBytes + 1];
    private Socket? _socket;
    private int _requestId = RandomNumberGenerator.GetInt32(int.MaxValue / 2);
    private long _sent;
    private bool _disposed;

    internal Exchange(SnmpClientOptions options)
    {
        _options = options;
        _form = options.Version == SnmpVersion.V3 ? new UserForm(options) : new CommunityForm(options.Version, options.Community);
        _writer = new BerWriter(new byte[options.MaxPduSize]);
    }

    /// <summary>What is around a request's variables, in bytes, at most.</summary>
    internal int Overhead => _form.Overhead;

    /// <summary>Messages that were sent.</summary>
    internal long Sent => Interlocked.Read(ref _sent);

    /// <summary>Sends a request, and again without an answer.</summary>
    /// <exception cref="SnmpException">There is no answer.</exception>
    internal async Task<SnmpPdu> AskAsync(SnmpPduType type, int first, int second, IReadOnlyList<SnmpVariable> variables, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _requestId = _requestId == int.MaxValue ? 1 : _requestId + 1;
            return await AskAsync(new SnmpPdu { Type = type, RequestId = _requestId, First = first, Second = second, Variables = variables }, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _socket?.Dispose();
        (_form as IDisposable)?.Dispose();
    }

    private async Task<SnmpPdu> AskAsync(SnmpPdu request, CancellationToken cancellation)
    {
        _form.Begin();
        SocketException? unreachable = null;
        var attempts = _options.Retries + 1;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            try
            {
                if (await TryAsync(request, cancellation) is { } answer)
                    return answer;
                unreachable = null;
            }
            catch (SocketException e) when (_disposed)
            {
                throw new ObjectDisposedException("The client was disposed while it waited for an answer.", e);
            }
            catch (SocketException e)
            {
                // The network's word may be about a message of an earlier request: this one gets a try more at least.
                if (attempts == 1)
                    attempts = 2;
                unreachable = e;
                _socket?.Dispose();
                _socket = null;
            }
        }

        _form.Forget();
        // The name may belong to another address by now.
        if (_options.Endpoint is DnsEndPoint)
        {
            _socket?.Dispose();
            _socket = null;
        }

        throw unreachable is null
            ? new SnmpException(SnmpFault.Timeout, $"{_options.Endpoint} does not answer within {_options.Timeout.TotalSeconds:0.###} s ({_options.Retries + 1} times asked)")
            : new SnmpException(SnmpFault.Unreachable, $"{_options.Endpoint} cannot be reached: {Tcp.ListeningPort.Explain(unreachable)}", inner: unreachable);
    }

    private async Task<SnmpPdu?> TryAsync(SnmpPdu request, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var socket = _socket ??= await ConnectAsync(both.Token);
            await SendAsync(socket, request, both.Token);
            var resends = 0;
            while (true)
            {
                var length = await socket.ReceiveAsync(_buffer, both.Token);
                var reading = _form.Read(_buffer.AsSpan(0, length), request);
                if (reading.Answer is { } answer)
                    return answer;
                if (reading.Resend && resends++ < MostResends)
                    await SendAsync(socket, request, both.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task SendAsync(Socket socket, SnmpPdu request, CancellationToken cancellation)
    {
        _writer.Reset(_options.MaxPduSize);
        _form.Write(_writer, request);
        if (_writer.Overflow)
            throw new SnmpException(SnmpFault.Invalid, $"the request is longer than {_options.MaxPduSize} bytes");
        Interlocked.Increment(ref _sent);
        await socket.SendAsync(_writer.Written, cancellation);
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var endpoint = _options.Endpoint as IPEndPoint;
        if (_options.Endpoint is DnsEndPoint name)
        {
            var addresses = await Dns.GetHostAddressesAsync(name.Host, name.AddressFamily, cancellation);
            endpoint = new IPEndPoint(addresses.Length > 0 ? addresses[0] : throw new SocketException((int)SocketError.HostNotFound), name.Port);
        }

        var socket = new Socket(endpoint!.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // Only what this address sends is received then, and refusals are told.
            await socket.ConnectAsync(endpoint, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
