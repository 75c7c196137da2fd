using System.Net.Sockets;
using System.Text;
using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

public sealed class StatusClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_socket_means_not_running() =>
        (await StatusClient.ReadAsync(_folder["node.sock"])).Problem
            .ShouldBe($"Not running: there is no '{_folder["node.sock"]}'.");

    [Fact]
    public async Task A_missing_folder_means_not_running() =>
        (await StatusClient.ReadAsync(_folder[$"{new string('d', 150)}/node.sock"])).Problem!
            .ShouldStartWith("Not running: there is no");

    [Fact]
    public async Task A_socket_without_a_listener_means_not_running()
    {
        using Socket bound = Bind();

        (await StatusClient.ReadAsync(_folder["node.sock"])).Problem!.ShouldStartWith("Not running: nobody listens");
    }

    [Fact]
    public async Task A_process_that_hangs_is_told_after_the_timeout()
    {
        using Socket listener = Bind();
        listener.Listen();

        StatusAnswer answer = await StatusClient.ReadAsync(_folder["node.sock"], TimeSpan.FromMilliseconds(50));

        answer.Status.ShouldBeNull();
        answer.Problem!.ShouldContain("did not answer within 0.1 s");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("")]
    public async Task A_stranger_behind_the_socket_gives_a_problem_and_no_exception(string reply)
    {
        using Socket listener = Bind();
        listener.Listen();
        Task<StatusAnswer> asking = StatusClient.ReadAsync(_folder["node.sock"]);
        using (Socket peer = await listener.AcceptAsync())
        {
            await peer.ReceiveAsync(new byte[4096]);
            await peer.SendAsync(Encoding.ASCII.GetBytes(reply));
        }

        StatusAnswer answer = await asking.InTimeAsync();

        answer.Status.ShouldBeNull();
        answer.Problem.ShouldNotBeNullOrEmpty();
    }

    private Socket Bind()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["node.sock"]));
        return socket;
    }
}
