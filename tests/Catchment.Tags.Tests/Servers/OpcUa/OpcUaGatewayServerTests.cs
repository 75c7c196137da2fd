using System.Net;
using System.Net.Sockets;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Gateway;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Settings;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Tests.Servers.OpcUa;

public sealed class OpcUaGatewayServerTests : IAsyncDisposable
{
    private static readonly OpcUaOptions AnyPort = new() { Listen = ["opc.tcp://127.0.0.1:0"] };

    private readonly OpcUaGateway _gateway = new(isLate: true);
    private readonly TemporaryFolder _folder = new();
    private readonly GatewayState _state = GatewayState.Open("", TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly OpcUaMetrics _metrics;
    private readonly OneLog _loggers;

    public OpcUaGatewayServerTests()
    {
        _loggers = new OneLog(_gateway.Log);
        _metrics = new OpcUaMetrics(_node, TimeProvider.System, _gateway.Log);
    }

    public ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        _state.Dispose();
        _node.Dispose();
        _folder.Dispose();
        _loggers.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_serves_while_it_runs_and_frees_its_port()
    {
        await using var server = Make(AnyPort);
        (server.Name, server.IsRunning, server.Status.IsRunning).ShouldBe(("opcua", false, false));
        _gateway.Map("boiler:temp");

        await server.StartAsync(CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        var port = server.Port;
        (await HelloAsync(port)).ShouldBe("ACKF");
        (server.IsRunning, server.Status.Nodes).ShouldBe((true, 1));
        server.Status.Endpoints.ShouldBe([$"opc.tcp://127.0.0.1:{port}"]);

        await server.StopAsync(CancellationToken.None);
        await server.StopAsync(CancellationToken.None);
        server.IsRunning.ShouldBeFalse();
        using (var taker = new Socket(SocketType.Stream, ProtocolType.Tcp))
            Should.Throw<SocketException>(() => taker.Connect(IPAddress.Loopback, port));

        _gateway.Map("boiler:flow");
        await server.StartAsync(CancellationToken.None);
        (await HelloAsync(server.Port)).ShouldBe("ACKF");
        server.Status.Nodes.ShouldBe(2);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_io_failure()
    {
        await using var first = Make(AnyPort);
        await first.StartAsync(CancellationToken.None);
        await using var second = Make(AnyPort with { Listen = [$"127.0.0.1:{first.Port}"] });

        (await Should.ThrowAsync<IOException>(() => second.StartAsync(CancellationToken.None))).Message.ShouldContain("already in use");
        second.IsRunning.ShouldBeFalse();
    }

    [Theory]
    [InlineData("None", false, false)]
    [InlineData("Server", false, true)]
    [InlineData("Source", true, false)]
    [InlineData("Both", true, true)]
    public async Task Clients_are_told_the_times_that_the_mapping_keeps(string times, bool source, bool isServer)
    {
        await using var server = Make(AnyPort);
        _gateway.Point("boiler:temp", TagValue.Of(20.5));
        _gateway.Map("boiler:temp", times: times);
        await server.StartAsync(CancellationToken.None);
        await using var client = new Catchment.Protocols.OpcUa.Client.OpcUaClient(new OpcUaClientOptions { EndpointUrl = $"opc.tcp://127.0.0.1:{server.Port}", RequestTimeout = Patience.Limit });
        await client.ConnectAsync().InTimeAsync();
        var read = (await client.ReadAsync([OpcUaGateway.Id("ns=2;s=boiler:temp")]).InTimeAsync()).ShouldHaveSingleItem();
        (read.SourceTimestamp is not null, read.ServerTimestamp is not null).ShouldBe((source, isServer));
        await using var subscription = await client.CreateSubscriptionAsync(new OpcUaSubscriptionOptions { PublishingInterval = TimeSpan.FromMilliseconds(50) }).InTimeAsync();
        await subscription.AddAsync([new OpcUaItemOptions { NodeId = OpcUaGateway.Id("ns=2;s=boiler:temp") }]).InTimeAsync();
        var told = (await subscription.ReadAsync().AsTask().InTimeAsync()).ShouldHaveSingleItem().Value;
        (told.SourceTimestamp is not null, told.ServerTimestamp is not null).ShouldBe((source, isServer));
    }

    [Fact]
    public async Task Clients_are_counted_and_listed()
    {
        await using var server = Make(AnyPort);
        await server.StartAsync(CancellationToken.None);
        using (var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await client.ConnectAsync(IPAddress.Loopback, server.Port);
            await Eventually.TrueAsync(() => server.Status.Clients.Count == 1);
            var shown = server.Status.Clients[0];
            (shown.Address, shown.IsConnected, shown.Session, shown.Security).ShouldBe((client.LocalEndPoint!.ToString()!, true, null, null));
        }

        await Eventually.TrueAsync(() => server.Status.Clients.Count == 0);
    }

    [Fact]
    public async Task Security_makes_a_certificate_and_keeps_it()
    {
        var options = AnyPort with { Security = [OpcUaSecurity.Basic256Sha256SignAndEncrypt] };
        string thumbprint;
        await using (var server = Make(options))
        {
            await server.StartAsync(CancellationToken.None);
            var own = server.Certificates.ShouldHaveSingleItem();
            (own.State, own.ApplicationUri).ShouldBe((CertificateState.Own, server.Status.ApplicationUri));
            thumbprint = own.Thumbprint;
        }

        await using var again = Make(options);
        await again.StartAsync(CancellationToken.None);
        again.Certificates.ShouldHaveSingleItem().Thumbprint.ShouldBe(thumbprint);
    }

    [Fact]
    public async Task Another_applications_certificate_is_an_io_failure()
    {
        var options = AnyPort with { Security = [OpcUaSecurity.Basic256Sha256Sign] };
        await using (var server = Make(options))
            await server.StartAsync(CancellationToken.None);

        await using var other = Make(options with { ApplicationUri = "urn:other" });
        (await Should.ThrowAsync<IOException>(() => other.StartAsync(CancellationToken.None))).Message.ShouldContain("urn:other");
    }

    [Fact]
    public async Task A_client_is_trusted_and_rejected_by_its_thumbprint()
    {
        await using var server = Make(AnyPort with { Security = [OpcUaSecurity.Basic256Sha256Sign] });
        var store = new CertificateStore(Path.Combine(_folder.FullPath, "client"));
        using var client = store.OpenOwn(new ApplicationCertificateRequest { ApplicationUri = "urn:client", CommonName = "client" });
        Directory.CreateDirectory(Path.Combine(_folder.FullPath, "opcua-certificates", "rejected"));
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullPath, "opcua-certificates", "rejected", "x.der"), client.RawData.ToArray());

        server.Certificates.ShouldHaveSingleItem().State.ShouldBe(CertificateState.Rejected);
        server.Judge(client.Thumbprint, isTrusted: true)!.State.ShouldBe(CertificateState.Trusted);
        server.Certificates.ShouldHaveSingleItem().State.ShouldBe(CertificateState.Trusted);
        server.Judge(client.Thumbprint, isTrusted: false)!.State.ShouldBe(CertificateState.Rejected);
        server.Judge(new string('0', 40), isTrusted: true).ShouldBeNull();
    }

    [Fact]
    public async Task A_user_comes_in_with_a_certificate_once_somebody_trusts_it()
    {
        await using var server = Make(AnyPort with { Anonymous = false, UserCertificates = true });
        await server.StartAsync(CancellationToken.None);
        using var user = new CertificateStore(Path.Combine(_folder.FullPath, "user")).OpenOwn(new ApplicationCertificateRequest { ApplicationUri = "urn:anna", CommonName = "Anna" });
        var servers = new CertificateStore(Path.Combine(_folder.FullPath, "client"));
        servers.Trust(await File.ReadAllBytesAsync(server.Certificates.Single(static one => one.State == CertificateState.Own).File));
        var options = new OpcUaClientOptions { EndpointUrl = $"opc.tcp://localhost:{server.Port}", Identity = OpcUaIdentity.X509(user), Store = servers, RequestTimeout = Patience.Limit };
        await using (var stranger = new Protocols.OpcUa.Client.OpcUaClient(options))
            (await Should.ThrowAsync<OpcUaException>(stranger.ConnectAsync())).Status.ShouldBe(StatusCodes.BadIdentityTokenRejected);

        var waiting = server.Certificates.Single(static one => one.IsUser);
        (waiting.Thumbprint, waiting.State).ShouldBe((user.Thumbprint, CertificateState.Rejected));
        server.Judge(user.Thumbprint, isTrusted: true)!.IsUser.ShouldBeTrue();
        await using (var known = new Protocols.OpcUa.Client.OpcUaClient(options))
        {
            await known.ConnectAsync();
            server.Status.Clients.Single(static one => one.Session is not null).User.ShouldBe(user.Subject);
        }

        server.Judge(user.Thumbprint, isTrusted: false)!.State.ShouldBe(CertificateState.Rejected);
        await using var former = new Protocols.OpcUa.Client.OpcUaClient(options);
        (await Should.ThrowAsync<OpcUaException>(former.ConnectAsync())).Status.ShouldBe(StatusCodes.BadIdentityTokenRejected);
    }

    [Fact]
    public async Task A_client_reads_the_history_of_a_point()
    {
        _gateway.Register("level");
        _gateway.Map("level", access: "HistoryRead");
        for (var i = 0; i < 10; i++)
        {
            _gateway.Write("level", Catchment.Tags.Store.TagValue.Of((double)i));
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await using var server = Make(AnyPort);
        await server.StartAsync(CancellationToken.None);
        await using var client = new Protocols.OpcUa.Client.OpcUaClient(new OpcUaClientOptions { EndpointUrl = $"opc.tcp://127.0.0.1:{server.Port}", RequestTimeout = Patience.Limit });
        await client.ConnectAsync();

        var last = await client.ReadHistoryAsync(new NodeId("level", 2), new OpcUaHistoryRange { End = _gateway.Time.GetUtcNow().UtcDateTime, MaxValues = 3 });

        last.Select(static value => value.Value).ShouldBe([new Variant(9.0), new Variant(8.0), new Variant(7.0)]);
    }

    [Fact]
    public void A_certificate_of_a_program_and_its_user_is_trusted_for_one_after_the_other_and_rejected_for_both()
    {
        using var both = new CertificateStore(Path.Combine(_folder.FullPath, "own")).OpenOwn(new ApplicationCertificateRequest { ApplicationUri = "urn:anna", CommonName = "Anna" });
        var options = new OpcUaOptions { Certificates = _folder.FullPath };
        var clients = OpcUaCertificates.Open(options, "", TimeProvider.System, _gateway.Log);
        var users = OpcUaCertificates.OpenUsers(options, "", TimeProvider.System, _gateway.Log);
        foreach (var store in new[] { clients, users })
        {
            store.Trust(both.RawData.Span);
            store.Reject(both.Thumbprint);
        }

        OpcUaCertificates.Judge(clients, users, both.Thumbprint, isTrusted: true)!.IsUser.ShouldBeFalse();
        States().ShouldBe((CertificateState.Trusted, CertificateState.Rejected));
        OpcUaCertificates.Judge(clients, users, both.Thumbprint.ToLowerInvariant(), isTrusted: true)!.IsUser.ShouldBeTrue();
        States().ShouldBe((CertificateState.Trusted, CertificateState.Trusted));
        OpcUaCertificates.Judge(clients, users, both.Thumbprint, isTrusted: false)!.State.ShouldBe(CertificateState.Rejected);
        States().ShouldBe((CertificateState.Rejected, CertificateState.Rejected));

        (CertificateState Client, CertificateState User) States() => (clients.List().Single(static one => one.State != CertificateState.Own).State, users.List().ShouldHaveSingleItem().State);
    }

    [Fact]
    public async Task An_open_endpoint_beyond_this_computer_is_told_once()
    {
        await using var server = Make(AnyPort with { Listen = ["opc.tcp://*:0"] });
        for (var i = 0; i < 2; i++)
        {
            await server.StartAsync(CancellationToken.None);
            await server.StopAsync(CancellationToken.None);
        }

        _gateway.Log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("whoever reaches 0.0.0.0:0 can read and write");
    }

    private OpcUaGatewayServer Make(OpcUaOptions options) => new(
        new GatewayRoom
        {
            Model = _gateway.Model,
            Documents = _state,
            Metrics = new GatewayMetrics(_node),
            Loggers = _loggers,
            Time = TimeProvider.System,
            Version = "1.2",
            StateFolder = _folder.FullPath,
        },
        options,
        _metrics);

    /// <summary>Says hello as a client does, and gives the kind of the answer. Source: OPC 10000-6, 7.1.2.3.</summary>
    private static async Task<string> HelloAsync(int port)
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, port);
        var url = "opc.tcp://127.0.0.1/any"u8.ToArray();
        var length = 32 + url.Length;
        byte[] hello = [.. "HELF"u8, .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(0), .. BitConverter.GetBytes(65536), .. BitConverter.GetBytes(65536), .. BitConverter.GetBytes(0), .. BitConverter.GetBytes(0), .. BitConverter.GetBytes(url.Length), .. url];
        await client.SendAsync(hello);
        var answer = new byte[4];
        for (var read = 0; read < answer.Length;)
        {
            var count = await client.ReceiveAsync(answer.AsMemory(read)).AsTask().WaitAsync(Patience.Limit);
            count.ShouldBeGreaterThan(0);
            read += count;
        }

        return System.Text.Encoding.ASCII.GetString(answer);
    }

    private sealed class OneLog(ILogger log) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
            // The log is the test's.
        }
    }
}
