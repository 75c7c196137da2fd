using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Tags;

/// <summary>Modbus devices on loopback ports that answer every read of registers with numbers that go up, and count the requests.</summary>
internal sealed class DeviceField : IDisposable
{
    private const int Header = 7; // MBAP
    private const int RequestBytes = Header + 5;

    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener[] _devices;
    private long _requests;

    internal DeviceField(int count)
    {
        _devices = [.. Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var device in _devices)
        {
            device.Start();
            _ = AcceptAsync(device);
        }
    }

    /// <summary>The devices' ports.</summary>
    internal IEnumerable<int> Ports => _devices.Select(static device => ((IPEndPoint)device.LocalEndpoint).Port);

    /// <summary>Requests so far.</summary>
    internal long Requests => Volatile.Read(ref _requests);

    public void Dispose()
    {
        _end.Cancel();
        foreach (var device in _devices)
            device.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync(TcpListener device)
    {
        try
        {
            while (true)
                _ = ServeAsync(await device.AcceptSocketAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            client.NoDelay = true;
            await using var stream = new NetworkStream(client);
            var (request, reply) = (new byte[RequestBytes], new byte[260]);
            try
            {
                while (true)
                {
                    await stream.ReadExactlyAsync(request, _end.Token);
                    var number = Interlocked.Increment(ref _requests);
                    var registers = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(10));
                    request.AsSpan(0, Header + 1).CopyTo(reply);
                    BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(4), (ushort)(3 + (2 * registers)));
                    reply[8] = (byte)(2 * registers);
                    for (var i = 0; i < registers; i++)
                        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(9 + (2 * i)), (ushort)number);
                    await stream.WriteAsync(reply.AsMemory(0, 9 + (2 * registers)), _end.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The poller is gone, or the measurement is over.
            }
        }
    }
}
