using System.Net.Sockets;
using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

public sealed class UnixSocketPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_short_path_is_used_as_it_is()
    {
        using var path = new UnixSocketPath(_folder["node.sock"]);
        path.Address.ShouldBe(_folder["node.sock"]);
    }

    [Fact]
    public async Task A_path_that_no_socket_address_holds_can_be_bound_and_reached()
    {
        string folder = _folder[new string('d', 200)];
        Directory.CreateDirectory(folder);
        string socket = Path.Combine(folder, "node.sock");
        using var bound = new UnixSocketPath(socket);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(bound.EndPoint);
        listener.Listen();

        using var reached = new UnixSocketPath(socket);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(reached.EndPoint);

        File.Exists(socket).ShouldBeTrue();
        client.Connected.ShouldBeTrue();
    }

    [Fact]
    public void A_long_path_in_a_missing_folder_says_so() =>
        Should.Throw<IOException>(() => new UnixSocketPath(_folder[new string('d', 200) + "/node.sock"]))
            .Message.ShouldContain("Cannot open");
}
