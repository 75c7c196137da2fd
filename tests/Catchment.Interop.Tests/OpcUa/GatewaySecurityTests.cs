using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>A gateway that <c>catchment demo</c> feeds, and node-opcua's client whom a person lets in: by its certificate, and a user's name. Source: <c>tags</c> 4.5, 6.2.</summary>
[Collection(GatewayClients.Name)]
public sealed partial class GatewaySecurityTests(OpcUaPeer peer) : IDisposable
{
    private const int Register = 100;

    private readonly GatewaySite _gateway = GatewaySite.With(
        "security: [basic256sha256_sign_and_encrypt], anonymous: false, users: users, expose_all_keys: true", "  poller: { config: poller.yaml, listen: [\"127.0.0.1:0\"] }");

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Moving_tags_are_watched_over_an_encrypted_channel_and_a_write_is_read_back_over_Modbus()
    {
        AddUser("anna", "secret");
        _gateway.Start();
        using var demo = new ProgramProcess(_gateway.Folder, ProgramProcess.Program, ["demo", "--only", "modbus", "-c", "catchment.yaml"]);
        demo.WaitForLog(DevicesLine());

        // Who is not known stays outside, until somebody trusts it with the command.
        var connection = new OpcUaConnection(_gateway.Url) { Pki = peer.Certificates, Mode = "SignAndEncrypt", User = "anna", Password = "secret" };
        await Should.ThrowAsync<NodePeerException>(() => peer.AskAsync("connect", connection));
        var rejected = Certificates().Single(static one => one.Text("state") == "rejected");
        _gateway.Process.WaitForLog(AdviceLine()).Groups["thumbprint"].Value.ShouldBe(rejected.Text("thumbprint"));
        CommandLine.Run(_gateway.Folder, "gateway", "certificates", "trust", rejected.Text("thumbprint")).ShouldContain("trusted");
        (await peer.FailureAsync("connect", connection with { Password = "wrong" })).ShouldBe("BadUserAccessDenied");
        await Should.ThrowAsync<NodePeerException>(() => peer.AskAsync("connect", connection with { User = null, Password = null }));
        await Should.ThrowAsync<NodePeerException>(() => peer.AskAsync("connect", connection with { Mode = "None" }));
        var name = await peer.ConnectAsync(connection with { Retries = -1 });

        // The demo's values move.
        await Eventually.TrueAsync(async () => (await ReadAsync(name, "demo_pump:litres")).Text("status") == "Good", "the demo's values come");
        await peer.AskAsync("subscribe", new { name, publishing = 50 });
        (await peer.AskAsync("monitor", new { name, items = new[] { "ns=2;s=demo_pump:litres", "ns=2;s=demo_boiler:setpoint" }, queue = 10 })).Texts("status").ShouldAllBe(status => status == "Good");
        var first = await LatestAsync(name, 0, static _ => true);
        await LatestAsync(name, 0, value => value > first);

        // What is written here is read over Modbus, and the other way round.
        await _gateway.PostAsync("/mappings/modbus", new { id = "setpoint", key = "demo_boiler:setpoint", register_address = Register, data_type = "float32" });
        (await peer.AskAsync("write", new { name, nodes = new[] { new { node = "ns=2;s=demo_boiler:setpoint", value = new { type = "Double", value = 72.5 } } } })).Texts().ShouldBe(["Good"]);
        var port = (await _gateway.GetAsync("/health/detailed")).GetProperty("services").GetProperty("modbus").Number("port");
        Eventually.True(() => Mbpoll(port).Contains("[100]: \t72.5", StringComparison.Ordinal), "the written value over Modbus");
        Mbpoll(port, "68.5").ShouldContain("Written 1 reference");
        await LatestAsync(name, 1, static value => value == 68.5);

        // Who is there is told, by name.
        var client = (await _gateway.GetAsync("/services/opcua/status")).GetProperty("clients").EnumerateArray().Single(static one => one.GetProperty("session").ValueKind == JsonValueKind.String);
        (client.Text("security"), client.Text("user"), client.Number("subscriptions"), client.Number("monitored_items"), client.GetProperty("connected").GetBoolean()).ShouldBe(("Basic256Sha256, SignAndEncrypt", "anna", 1, 2, true));
        (await _gateway.MetricAsync("catchment_opcua_sessions")).ShouldBe(1);

        // Switched off and on again, the client comes back by itself.
        await _gateway.PostAsync("/services/opcua/disable");
        await peer.EventAsync("connection_lost", name);
        (await _gateway.GetAsync("/services/opcua/status")).GetProperty("running").GetBoolean().ShouldBeFalse();
        await _gateway.PostAsync("/services/opcua/enable");
        var before = _gateway.Ipc.Read("demo_pump:litres").ShouldNotBeNull().Value.TryGetNumber(out var litres) ? litres : double.NaN;
        await LatestAsync(name, 0, value => value > before);
        await peer.AskAsync("close", new { name });

        // Trusted over HTTP, and no longer.
        var other = connection with { Pki = Path.Combine(peer.Certificates, "../other") };
        await Should.ThrowAsync<NodePeerException>(() => peer.AskAsync("connect", other));
        var thumbprint = (await _gateway.GetAsync("/services/opcua/certificates")).EnumerateArray().Single(static one => one.Text("state") == "rejected").Text("thumbprint");
        await _gateway.PostAsync($"/services/opcua/certificates/{thumbprint}/trust");
        await peer.AskAsync("close", new { name = await peer.ConnectAsync(other) });
        CommandLine.Run(_gateway.Folder, "gateway", "certificates", "reject", thumbprint).ShouldContain("rejected");
        await Should.ThrowAsync<NodePeerException>(() => peer.AskAsync("connect", other));
        (demo.Terminate(), _gateway.Process.Terminate()).ShouldBe((0, 0));
    }

    [GeneratedRegex("^modbus: ", RegexOptions.NonBacktracking)]
    private static partial Regex DevicesLine();

    [GeneratedRegex("[(](?<thumbprint>[0-9A-F]{40})[)] is not trusted .*catchment gateway certificates trust THUMBPRINT", RegexOptions.NonBacktracking)]
    private static partial Regex AdviceLine();

    private static string Mbpoll(int port, params string[] values)
    {
        string[] words = ["-m", "tcp", "-0", "-o", "10", "-1", "-t", "4:float", "-B", "-r", Register.ToString(CultureInfo.InvariantCulture), "-p", port.ToString(CultureInfo.InvariantCulture), "127.0.0.1", .. values];
        using var process = Process.Start(new ProcessStartInfo("mbpoll", words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }

    /// <summary>Adds a user to the file as the documentation says.</summary>
    private void AddUser(string name, string password)
    {
        using var command = Process.Start(new ProcessStartInfo(ProgramProcess.Program, ["gateway", "password", name]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        command.StandardInput.WriteLine(password);
        File.AppendAllText(Path.Combine(_gateway.Folder, "users"), command.StandardOutput.ReadToEnd());
        command.WaitForExit();
        command.ExitCode.ShouldBe(0);
    }

    private IEnumerable<JsonElement> Certificates() =>
        CommandLine.Run(_gateway.Folder, "gateway", "certificates", "list", "--json").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement);

    private async Task<JsonElement> ReadAsync(string name, string key) => (await peer.AskAsync("read", new { name, nodes = new[] { $"ns=2;s={key}" } }))[0];

    private async Task<double> LatestAsync(string name, int item, Func<double, bool> fits)
    {
        double? value = null;
        await Eventually.TrueAsync(
            async () => (value = (await peer.AskAsync("latestNumbers", new { name }))[item] is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null) is { } seen && fits(seen),
            $"item {item} changes");
        return value!.Value;
    }
}
