using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using static Catchment.Tags.Tests.Poller.OpcUa.OpcUaPlant;

namespace Catchment.Tags.Tests.Poller.OpcUa;

/// <summary>How the poller and OPC UA servers trust each other. Source: tags 10.1.</summary>
public sealed class OpcUaPollerSecurityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ApplicationCertificate _server = ServerCertificate;
    private readonly PollerCertificates _certificates;

    public OpcUaPollerSecurityTests() => _certificates = new PollerCertificates(new OpcUaOptions { Certificates = _folder["own"] }, _folder.FullPath, TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task A_server_that_nobody_has_judged_is_asked_when_somebody_trusts_it()
    {
        await using var plant = new OpcUaPlant(Secured);
        plant.Add("n", new Variant(4.0));
        await using var bench = new PollerBench(certificates: _certificates);
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), "\"opcuaSecurityMode\": \"SignAndEncrypt\", \"opcuaAcceptServerCert\": \"prompt\", "));
        await bench.ScannedAsync();

        bench.Status("ua", "t").ShouldBe("opcua_connection_error");
        bench.Entry("ua", "t").GetProperty("error").GetString()!.ShouldStartWith("(0x801A0000 - BadCertificateUntrusted: ");
        bench.Entry("ua", "t").GetProperty("error").GetString()!.ShouldContain($"'catchment gateway certificates trust {_server.Thumbprint}' trusts it");
        var store = new CertificateStore(_folder["own"]);
        store.List().Single(entry => entry.State == CertificateState.Rejected).Thumbprint.ShouldBe(_server.Thumbprint);

        store.Trust(_server.Thumbprint).ShouldNotBeNull();
        await Eventually.TrueAsync(() => bench.Status("ua", "t") == "ok", () => bench.Time.Advance(PollerBench.Scan));
        bench.Entry("ua", "t").GetProperty("value").GetDouble().ShouldBe(4);
    }

    [Theory]
    [InlineData("auto", "Sign", "ok", 1)]
    [InlineData("reject", "Sign & Encrypt", "opcua_connection_error", 0)]
    public async Task A_stranger_is_trusted_and_kept_or_turned_away(string how, string mode, string status, int trusted)
    {
        await using var plant = new OpcUaPlant(Secured);
        plant.Add("n", new Variant(4.0));
        await using var bench = new PollerBench(certificates: _certificates);
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), $"\"opcuaSecurityMode\": \"{mode}\", \"opcuaAcceptServerCert\": \"{how}\", "));
        await bench.ScannedAsync();

        bench.Status("ua", "t").ShouldBe(status);
        var kept = new CertificateStore(_folder["own"]).List();
        (kept.Count(entry => entry.State == CertificateState.Trusted), kept.Count(entry => entry.State == CertificateState.Rejected)).ShouldBe((trusted, 0));
    }

    [Theory]
    [InlineData("\"opcuaAcceptServerCert\": \"auto\", ", "ok")]
    [InlineData("\"opcuaAcceptServerCert\": \"prompt\", ", "opcua_connection_error")]
    [InlineData("\"opcuaAcceptServerCert\": \"prompt\", \"opcuaAllowOtherHostName\": true, ", "ok")]
    public async Task A_certificate_that_does_not_name_the_host_is_taken_where_the_device_says_so(string members, string status)
    {
        await using var plant = new OpcUaPlant(Secured);
        plant.Add("n", new Variant(4.0));
        new CertificateStore(_folder["own"]).Trust(_server.RawData.Span);
        await using var bench = new PollerBench(certificates: _certificates);
        var device = plant.Device(Tag("t", "ns=2;s=n"), $"\"opcuaSecurityMode\": \"Sign\", {members}").Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        await bench.ApplyAsync(device);
        await bench.ScannedAsync();

        bench.Status("ua", "t").ShouldBe(status);
        if (status != "ok")
            bench.Entry("ua", "t").GetProperty("error").GetString()!.ShouldContain("does not name the host 127.0.0.1; opcuaAllowOtherHostName: true takes it all the same");
    }

    [Theory]
    [InlineData("geheim", "ok", null)]
    [InlineData("wrong", "opcua_connection_error", "does not let the user 'anna' in")]
    public async Task A_user_comes_with_a_password_which_is_encrypted(string password, string status, string? error)
    {
        await using var plant = new OpcUaPlant(options => Secured(options) with { AllowAnonymous = false });
        plant.Add("n", new Variant(4.0));
        await using var bench = new PollerBench(certificates: _certificates);
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), User(password)));
        await bench.ScannedAsync();

        bench.Status("ua", "t").ShouldBe(status);
        if (error is not null)
            bench.Entry("ua", "t").GetProperty("error").GetString()!.ShouldContain(error);
        bench.Document.GetRawText().ShouldNotContain(password);
    }

    [Fact]
    public async Task A_password_is_sent_in_plain_only_where_the_device_says_so()
    {
        await using var plant = new OpcUaPlant(static options => options with { AllowAnonymous = false, CheckUser = Check, AllowPlainPasswords = true });
        plant.Add("n", new Variant(4.0));
        await using var bench = new PollerBench(certificates: _certificates);
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), User("geheim")));
        await bench.ScannedAsync();
        bench.Entry("ua", "t").GetProperty("error").GetString()!.ShouldContain("opcuaAllowPlainPassword: true sends it all the same");

        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), User("geheim") + "\"opcuaAllowPlainPassword\": true, "));
        await bench.ScannedAsync();
        await Eventually.TrueAsync(() => bench.Status("ua", "t") == "ok");
    }

    [Fact]
    public async Task A_certificate_of_its_own_is_shown_where_the_device_names_one()
    {
        using var own = new CertificateStore(_folder["client"]).OpenOwn(new ApplicationCertificateRequest { ApplicationUri = "urn:test:client", CommonName = "Client", Hosts = ["localhost"] });
        var kept = new CertificateStore(_folder["strict"]);
        kept.Trust(own.RawData.Span);
        await using var plant = new OpcUaPlant(options => Secured(options) with { CertificateStore = kept });
        plant.Add("n", new Variant(4.0));
        await using var bench = new PollerBench(certificates: _certificates);
        var (certificate, key) = (Path.Combine(_folder["client"], "own", "cert.der"), Path.Combine(_folder["client"], "own", "private", "key.pem"));

        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), $"\"opcuaSecurityMode\": \"Sign\", \"opcuaClientCertRef\": \"{certificate}\", \"opcuaClientKeyRef\": \"{key}\", "));
        await bench.ScannedAsync();
        bench.Status("ua", "t").ShouldBe("ok");

        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), "\"opcuaSecurityMode\": \"Sign\", ", name: "other")); // shows the gateway's own
        await bench.ScannedAsync();
        await Eventually.TrueAsync(() => bench.Status("other", "t") == "opcua_connection_error");
        bench.Entry("other", "t").GetProperty("error").GetString()!.ShouldContain("refuses this client's certificate");
        await bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), "\"opcuaSecurityMode\": \"Sign\", \"opcuaClientCertRef\": \"/nowhere/cert.pem\", ", name: "missing"));
        await bench.ScannedAsync();
        await Eventually.TrueAsync(() => bench.Status("missing", "t") == "opcua_connection_error");
        bench.Entry("missing", "t").GetProperty("error").GetString()!.ShouldContain("/nowhere/cert.pem");
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    private static ValueTask<OpcUaUser?> Check(string name, string password, CancellationToken cancellation) =>
        ValueTask.FromResult(name == "anna" && password == "geheim" ? new OpcUaUser(name) : null);

    private static string User(string password) => $"\"opcuaAuthType\": \"UsernamePassword\", \"opcuaUsername\": \"anna\", \"opcuaPassword\": \"{password}\", ";

    private OpcUaServerOptions Secured(OpcUaServerOptions options) => options with
    {
        Endpoints = [OpcUaEndpoint.None, new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign), new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt)],
        Certificate = _server,
        CertificateStore = new CertificateStore(_folder["peer"], new CertificateStoreOptions { Acceptance = CertificateAcceptance.Auto }),
        CheckUser = Check,
    };
}
