using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Protocols.Tests.OpcUa.Client;

/// <summary>A server with nodes, a relay before it, and what a client needs.</summary>
internal sealed class ClientScene : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Func<OpcUaServerOptions, OpcUaServerOptions> _change;

    private ClientScene(Func<OpcUaServerOptions, OpcUaServerOptions> change)
    {
        _change = change;
        Space = NewSpace();
        Server = Start();
        Relay = new TcpRelay(Server.Endpoints[0]);
        Store = new CertificateStore(Path.Combine(_folder.FullPath, "client"));
        Store.Trust(TestServer.ServerCertificate.RawData.Span);
    }

    public NodeSpace Space { get; private set; }

    public OpcUaServer Server { get; private set; }

    public TcpRelay Relay { get; }

    public CertificateStore Store { get; set; }

    public RecordingClientObserver Observer { get; } = new();

    public string ServerFolder => Path.Combine(_folder.FullPath, "server");

    public string OtherFolder => Path.Combine(_folder.FullPath, "other");

    public OpcUaClientOptions Options => new()
    {
        EndpointUrl = Relay.Url,
        RequestTimeout = Patience.Limit,
        ReconnectDelays = [TimeSpan.FromMilliseconds(10)],
        Observer = Observer,
    };

    public OpcUaClientOptions Secured(MessageSecurityMode mode) => Options with
    {
        EndpointUrl = Relay.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
        Policy = SecurityPolicy.Basic256Sha256,
        Mode = mode,
        Certificate = TestServer.ClientCertificate,
        Store = Store,
    };

    public static ClientScene Open(Func<OpcUaServerOptions, OpcUaServerOptions>? change = null) => new(change ?? (static o => o));

    public static NodeId Id(string name) => new(name, 2);

    public async Task<OpcUaClient> ConnectAsync(OpcUaClientOptions? options = null)
    {
        var client = new OpcUaClient(options ?? Options);
        await client.ConnectAsync().InTimeAsync();
        return client;
    }

    public ValueNode Add(string name, Variant value = default)
    {
        var node = new ValueNode(Id(name), new QualifiedName(name, 2), new NodeId(24));
        node.Set(new DataValue(value.IsNull ? new Variant(0.0) : value));
        Space.Add(node, StandardIds.ObjectsFolder, StandardIds.Organizes);
        return node;
    }

    public MemoryNode AddMemory(string name)
    {
        var node = new MemoryNode(name, 11, new DataValue(new Variant(0.0))) { AccessLevel = AccessLevels.CurrentRead | AccessLevels.CurrentWrite };
        Space.Add(node, StandardIds.ObjectsFolder, StandardIds.Organizes);
        return node;
    }

    /// <summary>Another server with an address space of its own comes in the place of this one.</summary>
    public async Task RestartAsync()
    {
        Relay.Target = null;
        Relay.Cut();
        await Server.DisposeAsync();
        Space = NewSpace();
        Server = Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private static NodeSpace NewSpace()
    {
        var space = new NodeSpace("urn:test:server");
        space.AddNamespace("urn:own").ShouldBe((ushort)2);
        return space;
    }

    private OpcUaServer Start() => OpcUaServer.Start(_change(TestServer.WithSecurity(ServerFolder)) with
    {
        Nodes = Space,
        Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
    });
}
