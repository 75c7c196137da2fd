using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Http;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Settings;

namespace Catchment.WebConsole.Tests.Tags;

/// <summary>An OPC UA server with a client whose certificate waits for somebody.</summary>
internal sealed class StandInOpcUa : IOpcUaDesk
{
    public const string Thumbprint = "0123456789ABCDEF0123456789ABCDEF01234567";

    private bool _isTrusted;

    public OpcUaStatus Status { get; } = new()
    {
        IsRunning = true,
        Endpoints = ["opc.tcp://127.0.0.1:4840"],
        ApplicationUri = "urn:data1:catchment:gateway",
        Security = [OpcUaSecurity.None],
        Nodes = 12,
        Refused = 1,
        Requests = 3_000,
        RequestsRefused = 2,
        Discarded = 4,
        Clients =
        [
            new OpcUaClient("127.0.0.1:50001", IsConnected: true, 1_700_000_000)
            {
                Security = "Basic256Sha256, SignAndEncrypt",
                Session = "UaExpert",
                Application = "urn:pc:UaExpert",
                User = "anna",
                Subscriptions = 1,
                MonitoredItems = 10,
                Requests = 300,
                Refused = 1,
                LastError = "BadNothingToDo",
            },
            new OpcUaClient("127.0.0.1:50002", IsConnected: true, 1_700_000_001),
        ],
    };

    public IReadOnlyList<CertificateEntry> Certificates =>
        [new(Thumbprint, _isTrusted ? CertificateState.Trusted : CertificateState.Rejected, "CN=UaExpert@pc", "urn:pc:UaExpert", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), "rejected/x.der")];

    public CertificateEntry? Judge(string thumbprint, bool isTrusted)
    {
        if (thumbprint != Thumbprint)
            return null;
        _isTrusted = isTrusted;
        return Certificates[0];
    }
}
