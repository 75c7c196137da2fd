using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Http;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Http;

/// <summary>The OPC UA server's clients and certificates.</summary>
public sealed class OpcUaServerRouteTests
{
    private const string Thumbprint = "0123456789ABCDEF0123456789ABCDEF01234567";

    [Fact]
    public async Task Clients_and_numbers_are_told()
    {
        await using var gateway = await TestGateway.StartAsync(change: static (_, parts) => parts with { OpcUa = new Desk() });

        var status = (await gateway.GetAsync("/services/opcua/status")).Json!;

        ((bool)status["running"]!, (int)status["nodes"]!, (int)status["refused_mappings"]!, (int)status["requests"]!).ShouldBe((true, 3, 1, 30));
        ((string)status["endpoints"]![0]!).ShouldBe("opc.tcp://127.0.0.1:4840");
        var client = status["clients"]![0]!;
        ((string)client["address"]!, (string)client["session"]!, (string?)client["user"], (int)client["monitored_items"]!).ShouldBe(("127.0.0.1:5", "UaExpert", null, 10));
        ((string)client["last_error"]!).ShouldBe("BadNothingToDo");
    }

    [Fact]
    public async Task Certificates_are_listed_trusted_and_rejected()
    {
        await using var gateway = await TestGateway.StartAsync(change: static (_, parts) => parts with { OpcUa = new Desk() });
        (await StateAsync()).ShouldBe("rejected");
        ((bool)(await gateway.GetAsync("/services/opcua/certificates")).Json![0]!["user"]!).ShouldBeTrue();

        (await gateway.PostAsync($"/services/opcua/certificates/{Thumbprint}/trust", "")).Status.ShouldBe(200);
        (await StateAsync()).ShouldBe("trusted");
        (await gateway.PostAsync($"/services/opcua/certificates/{Thumbprint}/reject", "")).Status.ShouldBe(200);
        (await StateAsync()).ShouldBe("rejected");

        (await gateway.PostAsync("/services/opcua/certificates/00/trust", "")).Status.ShouldBe(404);
        (await gateway.PostAsync($"/services/opcua/certificates/{new string('F', 40)}/trust", "")).Status.ShouldBe(503);

        async Task<string?> StateAsync() => (string?)(await gateway.GetAsync("/services/opcua/certificates")).Json![0]!["state"];
    }

    [Fact]
    public async Task A_gateway_without_the_server_says_so()
    {
        await using var gateway = await TestGateway.StartAsync();

        (await gateway.GetAsync("/services/opcua/status")).Status.ShouldBe(503);
    }

    private sealed class Desk : IOpcUaDesk
    {
        private bool _isTrusted;

        public OpcUaStatus Status { get; } = new()
        {
            IsRunning = true,
            Endpoints = ["opc.tcp://127.0.0.1:4840"],
            ApplicationUri = "urn:gateway",
            Security = [OpcUaSecurity.None],
            Nodes = 3,
            Refused = 1,
            Requests = 30,
            RequestsRefused = 2,
            Discarded = 0,
            Clients = [new OpcUaClient("127.0.0.1:5", IsConnected: true, 1) { Session = "UaExpert", MonitoredItems = 10, LastError = "BadNothingToDo" }],
        };

        public IReadOnlyList<CertificateEntry> Certificates =>
            [new(Thumbprint, _isTrusted ? CertificateState.Trusted : CertificateState.Rejected, "CN=x", null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "x.der") { IsUser = true }];

        public CertificateEntry? Judge(string thumbprint, bool isTrusted)
        {
            if (thumbprint[0] == 'F')
                throw new IOException("the folder is full");
            if (thumbprint != Thumbprint)
                return null;
            _isTrusted = isTrusted;
            return Certificates[0];
        }
    }
}
