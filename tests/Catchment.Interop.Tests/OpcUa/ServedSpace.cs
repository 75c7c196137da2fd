using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>
/// The library's server with a folder of variables: <see cref="Changing"/> (<c>ns=2;i=1000</c> and on), one of each type that may be written
/// (<c>ns=2;s=Double</c>, …), and some for what is special. Its user is <c>operator</c> with <c>secret</c>; others come with certificates.
/// </summary>
public sealed class ServedSpace : IAsyncLifetime, IDisposable
{
    private const string ApplicationUri = "urn:catchment:test";
    private const int ChangingCount = 1_000;

    // Below the ports that the system hands out, so that nobody takes one during a restart, and no client that tries it meets itself.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;
    private const int Attempts = 20;

    private static readonly NodeId Folder = new(1, 2);

    private readonly TemporaryFolder _folder = new();
    private readonly List<SettableVariable> _changing = [];
    private OpcUaServer? _server;
    private int _port;

    public string Url => $"opc.tcp://127.0.0.1:{_port}";

    /// <summary>The server's certificates.</summary>
    public CertificateStore Certificates => new(_folder["server"], new CertificateStoreOptions { Acceptance = Acceptance });

    /// <summary>The certificates of users.</summary>
    public CertificateStore Users => new(_folder["users"], new CertificateStoreOptions { IsForUsers = true });

    /// <summary>What becomes of clients that are not known; to be set before a start.</summary>
    public CertificateAcceptance Acceptance { get; set; } = CertificateAcceptance.Auto;

    internal NodeSpace Space { get; private set; } = new(ApplicationUri);

    internal IReadOnlyList<SettableVariable> Changing => _changing;

    /// <summary>With a range from 0 to 200.</summary>
    internal SettableVariable Analog { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Start();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => StopAsync();

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts with new nodes, on the same port if it ran before.</summary>
    public void Start()
    {
        Build();
        for (var attempt = 1; _server is null; attempt++)
        {
            var port = _port == 0 ? Random.Shared.Next(FirstPort, LastPort) : _port;
            try
            {
                _server = OpcUaServer.Start(OptionsFor(port));
                _port = port;
            }
            catch (OpcUaException e) when (e.Status == StatusCodes.BadCommunicationError && attempt < Attempts)
            {
                // Somebody has it: another then.
            }
        }
    }

    public async Task StopAsync()
    {
        if (_server is { } server)
            await server.DisposeAsync();
        _server = null;
    }

    /// <summary>Gives every changing variable a value.</summary>
    internal void Change(double value)
    {
        foreach (var variable in _changing)
            variable.Set(new Variant(value));
    }

    /// <summary>Adds a variable to the folder.</summary>
    internal SettableVariable Add(
        NodeId id, string name, BuiltInType type, Variant value, AccessLevels access = AccessLevels.CurrentRead, int rank = -1, (double Low, double High)? range = null)
    {
        var variable = new SettableVariable(id, name, new NodeId((uint)type), new DataValue(value, default, TimeProvider.System.GetUtcNow().UtcDateTime)) { AccessLevel = access, ValueRank = rank, EngineeringRange = range };
        Space.Add(variable, Folder, StandardIds.HasComponent);
        return variable;
    }

    private void Build()
    {
        Space = new NodeSpace(ApplicationUri);
        _changing.Clear();
        Space.AddNamespace("urn:catchment:test:variables");
        Space.Add(new ObjectNode(Folder, new QualifiedName("Folder", 2)), StandardIds.ObjectsFolder, StandardIds.Organizes, StandardIds.FolderType);
        for (var i = 0; i < ChangingCount; i++)
            _changing.Add(Add(new NodeId((uint)(1000 + i), 2), $"changing{i}", BuiltInType.Double, new Variant((double)i)));
        foreach (var type in WrittenType.All)
            Add(new NodeId($"{type.Type}", 2), $"{type.Type}", type.Type, type.First, AccessLevels.CurrentRead | AccessLevels.CurrentWrite);
        Add(new NodeId("fixed", 2), "fixed", BuiltInType.Double, new Variant(7.0));
        Add(new NodeId("hidden", 2), "hidden", BuiltInType.Double, new Variant(7.0), AccessLevels.CurrentWrite);
        Add(new NodeId("text", 2), "text", BuiltInType.String, new Variant("Hello, world"), AccessLevels.CurrentRead | AccessLevels.CurrentWrite);
        Add(new NodeId("big", 2), "big", BuiltInType.ByteString, new Variant(new byte[300_000]));
        Add(new NodeId("array", 2), "array", BuiltInType.Int32, Variant.OfArray(BuiltInType.Int32, Enumerable.Range(1, 10).ToArray()), AccessLevels.CurrentRead | AccessLevels.CurrentWrite, rank: 1);
        Space.Add(new RecordedVariable(new NodeId("recorded", 2), "recorded"), Folder, StandardIds.HasComponent);
        Analog = Add(new NodeId("analog", 2), "analog", BuiltInType.Double, new Variant(0.0), range: (0, 200));
    }

    private OpcUaServerOptions OptionsFor(int port)
    {
        var certificates = Certificates;
        return new OpcUaServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, port)],
            ApplicationUri = ApplicationUri,
            Endpoints = [OpcUaEndpoint.None, new(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign), new(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt)],
            Certificate = certificates.OpenOwn(new ApplicationCertificateRequest { ApplicationUri = ApplicationUri, CommonName = "test", Hosts = ["127.0.0.1"] }),
            CertificateStore = certificates,
            UserCertificateStore = Users,
            CheckUser = (name, password, _) => ValueTask.FromResult(name == "operator" && password == "secret" ? new OpcUaUser(name) : null),
            Nodes = Space,
        };
    }
}
