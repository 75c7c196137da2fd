using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.ZeroMq;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.Tests.ZeroMq.Connections;

public sealed class AcceptLoopTests
{
    private static readonly ConnectionContext Context = new(ZmqSocketType.Rep, new ZmqOptions());
    private static readonly EndPoint Endpoint = new IPEndPoint(IPAddress.Loopback, 1);

    [Theory]
    [InlineData(SocketError.TooManyOpenSockets)]
    [InlineData(SocketError.ConnectionAborted)]
    [InlineData(SocketError.NoBufferSpaceAvailable)]
    [InlineData(SocketError.ConnectionReset)]
    public void Accepting_goes_on_after_errors(SocketError error)
    {
        using var stop = new ManualResetEvent(false);
        var failures = 3;
        var accepted = 0;
        Socket Accept() => failures-- > 0
            ? throw new SocketException((int)error)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        var loop = new AcceptLoop(Accept, Take, stop, Context, Endpoint);
        loop.Run();
        accepted.ShouldBe(2);

        void Take(Socket socket)
        {
            socket.Dispose();
            if (++accepted == 2) stop.Set();
        }
    }

    [Fact]
    public void A_closed_listener_ends_the_loop()
    {
        using var stop = new ManualResetEvent(false);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var loop = new AcceptLoop(listener.Accept, socket => socket.Dispose(), stop, Context, Endpoint);
        var thread = new Thread(loop.Run);
        thread.Start();
        stop.Set();
        listener.Dispose();
        thread.Join(Patience.Limit).ShouldBeTrue();
    }
}
