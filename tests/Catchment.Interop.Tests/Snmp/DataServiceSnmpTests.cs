using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Catchment.Protocols.Snmp;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>The agent of a gateway that is started as the original is.</summary>
public sealed partial class DataServiceSnmpTests : IDisposable
{
    private static readonly Oid SysDescr = Oid.Parse("1.3.6.1.2.1.1.1.0");
    private static readonly SnmpVariable Write = new(Oid.Parse("1.3.6.1.4.1.53864.1.1.0"), SnmpValue.Integer(5));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, null, "public", SnmpErrorStatus.NotWritable, SnmpErrorStatus.NotWritable)]
    [InlineData("plant", null, "plant", SnmpErrorStatus.NotWritable, SnmpErrorStatus.NotWritable)]
    [InlineData("plant", "w\"r: {i}, t'e é", "plant", SnmpErrorStatus.NoAccess, SnmpErrorStatus.NotWritable)]
    public async Task The_original_s_variables_name_the_communities(string? read, string? write, string reader, SnmpErrorStatus readerWrites, SnmpErrorStatus writerWrites)
    {
        var variables = new Dictionary<string, string>
        {
            ["IPC_SOCKET_PATH"] = _folder["g.sock"],
            ["HTTP_HOST"] = "127.0.0.1",
            ["HTTP_PORT"] = "0",
            ["SERVER_HOST"] = "127.0.0.1",
            ["MODBUS_PORT"] = "0",
            ["OPCUA_PORT"] = "0",
            ["IEC104_PORT"] = "0",
            ["SNMP_PORT"] = "0",
            ["MQTT_ENABLED"] = "false",
        };
        if (read is not null)
            variables["SNMP_COMMUNITY"] = read;
        if (write is not null)
            variables["SNMP_WRITE_COMMUNITY"] = write;
        using var gateway = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, ["dataservice"], variables);
        var port = int.Parse(gateway.WaitForLog(ListenLine()).Groups["port"].Value, CultureInfo.InvariantCulture);
        using (var client = Client(port, reader))
        {
            (await client.GetAsync(SysDescr)).ToString().ShouldStartWith("Catchment ");
            (await Should.ThrowAsync<SnmpException>(() => client.SetAsync([Write]))).Status.ShouldBe(readerWrites);
        }

        using (var client = Client(port, write ?? reader))
            (await Should.ThrowAsync<SnmpException>(() => client.SetAsync([Write]))).Status.ShouldBe(writerWrites);
        gateway.Terminate().ShouldBe(0);
    }

    private static SnmpClient Client(int port, string community) =>
        new(new SnmpClientOptions { Endpoint = new IPEndPoint(IPAddress.Loopback, port), Community = community, Timeout = TimeSpan.FromSeconds(10), Retries = 8 });

    [GeneratedRegex("SNMP listens on udp://127[.]0[.]0[.]1:(?<port>[0-9]+)", RegexOptions.NonBacktracking)]
    private static partial Regex ListenLine();
}
