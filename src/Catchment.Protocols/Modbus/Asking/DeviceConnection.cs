using System.Net.Sockets;

namespace Catchment.Protocols.Modbus.Asking;

/// <summary>
/// A connection to a device, made when it is needed: one request at a time, its reply, and no other bytes. After anything but a good
/// reply or a refusal it is closed, so that a late reply is never taken for the next one's.
/// </summary>
/// <param name="options">Where and how.</param>
internal sealed class DeviceConnection(ModbusClientOptions options) : IDisposable
{
    private const int Room = MbapHeader.MaxFrameBytes;

    private readonly byte[] _request = new byte[Room];
    private readonly byte[] _reply = new byte[Room];
    private Socket? _socket;
    private ushort _transaction;

    /// <summary>Where the next request is laid, without its frame.</summary>
    public Span<byte> Request => _request.AsSpan(PduStart, ModbusLimits.PduBytes);

    /// <summary>The last reply, without its frame.</summary>
    public ReadOnlySpan<byte> Reply => _reply.AsSpan(PduStart, ReplyBytes);

    private int PduStart => options.Framing == ModbusFraming.Tcp ? MbapHeader.Bytes : 1;

    private int ReplyBytes { get; set; }

    private string Device => $"{options.Host}:{options.Port}";

    /// <summary>Sends the request and waits for its reply.</summary>
    /// <param name="unit">The unit that is asked.</param>
    /// <param name="bytes">The bytes of <see cref="Request"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ModbusException">There is no good reply; see <see cref="ModbusFault"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask ExchangeAsync(byte unit, int bytes, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, options.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var good = false;
        try
        {
            var socket = await ConnectedAsync(end.Token);
            var frame = _request.AsMemory(0, Frame(unit, bytes));
            while (!frame.IsEmpty)
                frame = frame[await socket.SendAsync(frame, end.Token)..];
            if (options.Framing == ModbusFraming.Tcp)
                await ReceiveTcpAsync(socket, unit, end.Token);
            else
                await ReceiveRtuAsync(socket, unit, end.Token);
            good = true;
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ModbusException(ModbusFault.Timeout, $"{Device} does not answer within {options.Timeout.TotalSeconds} s", inner: e);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new ModbusException(ModbusFault.Closed, $"the connection to {Device} broke: {e.Message}", inner: e);
        }
        finally
        {
            if (!good)
                Disconnect();
        }

        CheckRefusal();
    }

    /// <summary>Ends the connection; the next request makes a new one.</summary>
    public void Disconnect()
    {
        _socket?.Dispose();
        _socket = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Disconnect();

    private int Frame(byte unit, int bytes)
    {
        if (options.Framing == ModbusFraming.Tcp)
        {
            MbapHeader.Write(_request, ++_transaction, unit, bytes);
            return MbapHeader.Bytes + bytes;
        }

        _request[0] = unit;
        return RtuFrame.Seal(_request, 1 + bytes);
    }

    private async ValueTask<Socket> ConnectedAsync(CancellationToken cancellation)
    {
        // Readable before it was asked anything: the device has closed it, or sends what nobody wants.
        if (_socket is not null && _socket.Poll(0, SelectMode.SelectRead))
            Disconnect();
        if (_socket is not null)
            return _socket;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(options.Host, options.Port, cancellation);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            socket.Dispose();
            if (e is OperationCanceledException)
                throw;
            throw new ModbusException(ModbusFault.Connect, $"{Device} cannot be reached: {e.Message}", inner: e);
        }

        return _socket = socket;
    }

    private async ValueTask ReceiveTcpAsync(Socket socket, byte unit, CancellationToken cancellation)
    {
        await ReceiveAsync(socket, 0, MbapHeader.Bytes, cancellation);
        var header = MbapHeader.Read(_reply);
        if (!header.IsValid)
            throw Malformed("has no Modbus header");
        if (header.Transaction != _transaction)
            throw Malformed("belongs to another request");
        // Devices without units behind them may call themselves 0 or 255, whatever they were called.
        if (header.Unit != unit && header.Unit is not (0 or byte.MaxValue))
            throw Malformed($"is of unit {header.Unit}");
        await ReceiveAsync(socket, MbapHeader.Bytes, header.FrameBytes, cancellation);
        ReplyBytes = header.Length - 1;
    }

    private async ValueTask ReceiveRtuAsync(Socket socket, byte unit, CancellationToken cancellation)
    {
        var have = 0;
        for (var needed = RtuFrame.BytesNeeded([]); have < needed; needed = RtuFrame.BytesNeeded(_reply.AsSpan(0, have)))
        {
            if (needed > RtuFrame.MaxBytes)
                throw Malformed("is longer than a reply can be");
            await ReceiveAsync(socket, have, needed, cancellation);
            have = needed;
            if (_reply[0] != unit)
                throw Malformed($"is of unit {_reply[0]}");
        }

        if (!RtuFrame.IsWhole(_reply.AsSpan(0, have)))
            throw Malformed("has a wrong check sum");
        ReplyBytes = have - 1 - RtuFrame.CrcBytes;
    }

    private async ValueTask ReceiveAsync(Socket socket, int from, int to, CancellationToken cancellation)
    {
        while (from < to)
        {
            var bytes = await socket.ReceiveAsync(_reply.AsMemory(from, to - from), cancellation);
            if (bytes == 0)
                throw new ModbusException(ModbusFault.Closed, $"{Device} closed the connection without a reply");
            from += bytes;
        }
    }

    private void CheckRefusal()
    {
        var asked = _request[PduStart];
        var reply = Reply;
        if (reply[0] == asked)
            return;
        if (reply[0] == (asked | ModbusResponder.RefusalBit) && reply.Length == ModbusResponder.RefusalBytes && reply[1] != 0)
            throw new ModbusException(ModbusFault.Refused, $"{Device} refuses function {asked} with exception {reply[1]} ({(ModbusExceptionCode)reply[1]})", (ModbusExceptionCode)reply[1]);
        Disconnect();
        throw Malformed("is that of another function");
    }

    /// <summary>Closes the connection behind a reply that cannot be right.</summary>
    public ModbusException Malformed(string how)
    {
        Disconnect();
        return new ModbusException(ModbusFault.Malformed, $"the reply of {Device} {how}");
    }
}
