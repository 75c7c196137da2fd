using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Tests.Modbus;

/// <summary>A device that answers each request with bytes that a test makes.</summary>
internal sealed class FakeDevice : IDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<byte[], byte[]> _answer;
    private readonly bool _closes;

    /// <summary>Begins to listen.</summary>
    /// <param name="answer">The reply to a request; nothing: silence.</param>
    /// <param name="closes">Whether the connection ends behind the reply.</param>
    public FakeDevice(Func<byte[], byte[]> answer, bool closes = false)
    {
        (_answer, _closes) = (answer, closes);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public Task AskedAsync() => _asked.Task.InTimeAsync();

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            var buffer = new byte[300];
            try
            {
                while (await client.ReceiveAsync(buffer.AsMemory()) is var bytes and > 0)
                {
                    _asked.TrySetResult();
                    await client.SendAsync(_answer(buffer[..bytes]));
                    if (_closes) return;
                }
            }
            catch (SocketException)
            {
                // The client had enough.
            }
        }
    }
}
