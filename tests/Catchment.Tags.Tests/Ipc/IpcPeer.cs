using System.Net.Sockets;
using System.Text;

namespace Catchment.Tags.Tests.Ipc;

/// <summary>A client of the socket that sends what it is told and reads lines.</summary>
internal sealed class IpcPeer : IDisposable
{
    private readonly StreamReader _reader;

    public IpcPeer(string path)
    {
        Socket.Connect(new UnixDomainSocketEndPoint(path));
        Socket.ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds;
        _reader = new StreamReader(new NetworkStream(Socket), Encoding.UTF8);
    }

    public Socket Socket { get; } = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public string Ask(string line)
    {
        Send(line + "\n");
        return Read()!;
    }

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public void Send(byte[] bytes) => Socket.Send(bytes);

    /// <summary>The next line; null: the server has ended the connection.</summary>
    public string? Read()
    {
        try
        {
            return _reader.ReadLine();
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return null;
        }
    }

    public void HalfClose() => Socket.Shutdown(SocketShutdown.Send);

    public void Dispose()
    {
        _reader.Dispose();
        Socket.Dispose();
    }
}
