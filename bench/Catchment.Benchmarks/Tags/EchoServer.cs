using System.Net.Sockets;

namespace Catchment.Benchmarks.Tags;

/// <summary>Answers each line on a Unix socket with the same short one and knows nothing: a thread for each client.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    internal EchoServer(string path)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(512);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.Accept();
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private static void Serve(Socket client)
    {
        using (client)
        {
            var buffer = new byte[256 * 1024];
            try
            {
                while (client.Receive(buffer) is > 0 and var length)
                {
                    // A request is in flight alone: the piece that ends with a newline ends it.
                    if (buffer[length - 1] == (byte)'\n')
                        client.Send("{\"ok\": true}\n"u8);
                }
            }
            catch (SocketException)
            {
                // The client is gone.
            }
        }
    }
}
