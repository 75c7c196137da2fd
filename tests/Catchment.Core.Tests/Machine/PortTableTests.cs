using System.Net;
using System.Net.Sockets;
using Catchment.Core.Machine;

namespace Catchment.Core.Tests.Machine;

public sealed class PortTableTests : IDisposable
{
    private const string Heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tcp", "0100007F:15B3", "0A", "127.0.0.1:5555", false, true)]
    [InlineData("tcp", "0100007F:15B3", "0A", "127.0.0.2:5555", false, false)]
    [InlineData("tcp", "0100007F:15B3", "0A", "0.0.0.0:5555", false, true)]
    [InlineData("tcp", "00000000:15B3", "0A", "127.0.0.1:5555", false, true)]
    [InlineData("tcp", "0100007F:15B3", "01", "127.0.0.1:5555", false, false)]
    [InlineData("tcp", "0100007F:15B3", "0A", "127.0.0.1:5556", false, false)]
    [InlineData("tcp", "0100007F:15B3", "0A", "127.0.0.1:5555", true, false)]
    [InlineData("tcp6", "00000000000000000000000000000000:15B3", "0A", "127.0.0.1:5555", false, true)]
    [InlineData("tcp6", "00000000000000000000000001000000:15B3", "0A", "[::1]:5555", false, true)]
    [InlineData("tcp6", "0000000000000000FFFF00000100007F:15B3", "0A", "127.0.0.1:5555", false, true)]
    [InlineData("udp", "0100007F:0489", "07", "127.0.0.1:1161", true, true)]
    [InlineData("udp", "0100007F:0489", "01", "127.0.0.1:1161", true, false)]
    public void A_port_is_held_where_both_addresses_meet(string file, string local, string state, string wanted, bool isUdp, bool isHeld)
    {
        Write(file, $"   0: {local} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000   104        0 99999999999 1 0000000000000000 100 0 0 10 0\n");

        var holder = PortTable.Read(_folder.FullPath).HolderOf(IPEndPoint.Parse(wanted), isUdp);

        (holder is not null).ShouldBe(isHeld);
        holder?.User.ShouldBe(104);
        holder?.Process.ShouldBeNull("no process has such a socket");
    }

    [Fact]
    public void The_process_of_a_socket_is_found()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var holder = PortTable.Read().HolderOf((IPEndPoint)listener.LocalEndpoint, isUdp: false);

        holder.ShouldNotBeNull().Process.ShouldBe(Environment.ProcessId);
        holder.Command.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void The_process_of_a_socket_for_datagrams_is_found()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        PortTable.Read().HolderOf((IPEndPoint)socket.LocalEndPoint!, isUdp: true).ShouldNotBeNull().Process.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public void Lines_that_are_none_are_left_out()
    {
        var random = new Random(1);
        const string Letters = "0123456789ABCDEFabcdefxyz:: \t-";
        var lines = Enumerable.Range(0, 5_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(120)).Select(_ => Letters[random.Next(Letters.Length)])));
        Write("tcp", string.Join('\n', lines) + "\n   0: 0100007F:15B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000   104        0 99999999999 1\n");

        PortTable.Read(_folder.FullPath).HolderOf(IPEndPoint.Parse("127.0.0.1:5555"), isUdp: false).ShouldNotBeNull();
    }

    private void Write(string file, string lines) => File.WriteAllText(_folder[file], Heading + lines);
}
