using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.Tests.OpcUa.Client;

namespace Catchment.Tags.Tests.Poller.OpcUa;

/// <summary>A real OPC UA server on loopback behind a relay, which stays where it is when the server is another one.</summary>
internal sealed class OpcUaPlant : IAsyncDisposable
{
    internal const string Own = "urn:own";

    // Making a key takes long: all tests share one.
    private static readonly Lazy<ApplicationCertificate> Made = new(static () =>
    {
        using var folder = new TemporaryFolder();
        return new CertificateStore(folder.FullPath).OpenOwn(new ApplicationCertificateRequest { ApplicationUri = "urn:test:plant", CommonName = "Plant", Hosts = ["localhost"] });
    });

    private readonly Func<OpcUaServerOptions, OpcUaServerOptions> _change;
    private readonly TcpRelay _relay;
    private NodeSpace _space;
    private OpcUaServer _server;

    internal OpcUaPlant(Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        _change = change ?? (static options => options);
        _space = NewSpace(Own);
        _server = Start();
        _relay = new TcpRelay(_server.Endpoints[0]);
    }

    /// <summary>The certificate of servers with security.</summary>
    internal static ApplicationCertificate ServerCertificate => Made.Value;

    internal string Url => _relay.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>A variable in the namespace <see cref="Own"/>, which may be read and written.</summary>
    internal PlantNode Add(string name, Variant value, uint? dataType = null, bool isWritable = true, (double Low, double High)? range = null)
    {
        var node = new PlantNode(new NodeId(name, (ushort)_space.NamespaceUris.ToList().IndexOf(Own)), dataType ?? (uint)value.Type, value)
        {
            AccessLevel = isWritable ? AccessLevels.CurrentRead | AccessLevels.CurrentWrite : AccessLevels.CurrentRead,
            EngineeringRange = range,
            ValueRank = value.IsArray ? 1 : -1,
        };
        _space.Add(node, StandardIds.ObjectsFolder, StandardIds.Organizes);
        return node;
    }

    /// <summary>The server dies, and nobody is in its place.</summary>
    internal async Task KillAsync()
    {
        _relay.Target = null;
        _relay.Cut();
        await _server.DisposeAsync();
    }

    /// <summary>Another server is there, whose space is empty.</summary>
    internal void Return(params string[] namespaces)
    {
        _space = NewSpace(namespaces);
        _server = Start();
        _relay.Target = _server.Endpoints[0];
    }

    /// <summary>The device in the poller's file; its times are so long that the clock of the tests may run.</summary>
    internal string Device(string tags, string rest = "", string name = "ua") =>
        $"{{\"name\": \"{name}\", \"enabled\": true, \"deviceType\": \"OPC-UA\", \"opcuaServerUrl\": \"{Url}\", \"opcuaRequestTimeout\": 86400000, \"opcuaKeepAliveInterval\": 86400000, "
        + $"\"opcuaSessionTimeout\": 86400000, \"opcuaPublishingInterval\": 50, \"opcuaSamplingInterval\": 50, {rest}\"tags\": [{tags}]}}";

    internal static string Tag(string id, string node, string rest = "") => $"{{\"id\": \"{id}\", \"name\": \"{id}-name\", \"address\": \"{node}\"{(rest.Length > 0 ? ", " : "")}{rest}}}";

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static NodeSpace NewSpace(params string[] namespaces)
    {
        var space = new NodeSpace("urn:test:plant");
        foreach (var one in namespaces)
            space.AddNamespace(one);
        return space;
    }

    private OpcUaServer Start() => OpcUaServer.Start(_change(new OpcUaServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], ApplicationUri = "urn:test:plant" }) with { Nodes = _space });
}
