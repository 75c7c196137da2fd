using Catchment.Protocols.Snmp;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>Our agent, and the tools of net-snmp.</summary>
public sealed class SnmpAgentInteropTests : IAsyncLifetime, IDisposable
{
    private const int Many = 10_000;

    private static readonly Oid Base = ServedObjects.Base;

    private readonly NetSnmp _programs = new();
    private readonly SnmpObjectTable _table = new();
    private readonly ServedObjects.Cell _integer = new(SnmpValue.Integer(-5));
    private readonly ServedObjects.Cell _text = new(SnmpValue.OctetString("north"));
    private readonly SnmpAgent _agent;

    public SnmpAgentInteropTests()
    {
        _table.Change(
            [],
            [
                new SnmpObjectRow(Base.Append(1, 0), _integer),
                new SnmpObjectRow(Base.Append(2, 0), _text),
                new SnmpObjectRow(Base.Append(3, 0), new ServedObjects.Cell(SnmpValue.Counter64(ulong.MaxValue))),
                new SnmpObjectRow(Base.Append(4, 0), new ServedObjects.Cell(SnmpValue.IpAddress(System.Net.IPAddress.Parse("10.1.2.3")))),
                new SnmpObjectRow(Base.Append(5, 0), new ServedObjects.Cell(SnmpValue.TimeTicks(360_001))),
                new SnmpObjectRow(Base.Append(6, 0), new ServedObjects.Cell(SnmpValue.Gauge32(uint.MaxValue))),
                .. Enumerable.Range(0, Many).Select(static i => new SnmpObjectRow(Base.Append(8, (uint)(i * 13)), new ServedObjects.Cell(SnmpValue.Gauge32((uint)i)))),
            ]);
        _agent = ServedObjects.Start(_table, [SnmpUsers.One, SnmpUsers.Served.Last()]);
    }

    private string Place => _agent.Endpoints[0].ToString();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _agent.DisposeAsync();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public void Snmpget_reads_all_types_and_what_is_not_there()
    {
        _programs.Done("snmpget", "-v2c", "-c", "public", "-On", Place, $"{Base}.1.0", $"{Base}.2.0", $"{Base}.3.0", $"{Base}.4.0", $"{Base}.5.0", $"{Base}.6.0", $"{Base}.1", $"{Base}.7.0").ShouldBe(
        [
            $".{Base}.1.0 = INTEGER: -5", $".{Base}.2.0 = STRING: \"north\"", $".{Base}.3.0 = Counter64: 18446744073709551615", $".{Base}.4.0 = IpAddress: 10.1.2.3",
            $".{Base}.5.0 = Timeticks: (360001) 1:00:00.01", $".{Base}.6.0 = Gauge32: 4294967295",
            $".{Base}.1 = No Such Instance currently exists at this OID", $".{Base}.7.0 = No Such Object available on this agent at this OID",
        ]);
        _programs.Run("snmpget", "-v1", "-c", "public", "-On", Place, $"{Base}.3.0").Errors.ShouldContain("noSuchName");
        _programs.Done("snmpgetnext", "-v1", "-c", "public", "-On", Place, $"{Base}.2.0").ShouldBe([$".{Base}.4.0 = IpAddress: 10.1.2.3"]);
    }

    [Fact]
    public async Task Snmpget_reads_with_all_pairs_of_protocols()
    {
        await using var agent = ServedObjects.Start(_table, SnmpUsers.Served);
        foreach (var user in SnmpUsers.Served)
            _programs.Done("snmpget", [.. SnmpUsers.Words(user), "-On", agent.Endpoints[0].ToString(), "1.3.6.1.2.1.1.5.0", "1.3.6.1.6.3.10.2.1.2.0"]).ShouldBe([".1.3.6.1.2.1.1.5.0 = STRING: \"data1\"", ".1.3.6.1.6.3.10.2.1.2.0 = INTEGER: 7"], user.Name);
    }

    [Fact]
    public void Snmpset_writes_and_is_told_why_not()
    {
        var user = SnmpUsers.One;
        _programs.Done("snmpset", [.. SnmpUsers.Words(user), Place, $"{Base}.1.0", "i", "77", $"{Base}.2.0", "s", "south"]);
        (_integer.Read(), _text.Read()).ShouldBe((SnmpValue.Integer(77), SnmpValue.OctetString("south")));
        foreach (var (words, told) in ((string[], string)[])
                 [
                     (["-v2c", "-c", "private", Place, $"{Base}.2.0", "s", "west", $"{Base}.1.0", "s", "x"], "wrongType"),
                     (["-v2c", "-c", "private", Place, $"{Base}.2.0", "s", "west", $"{Base}.1.0", "i", "1001"], "wrongValue"),
                     (["-v2c", "-c", "private", Place, "1.3.6.1.2.1.1.5.0", "s", "x"], "notWritable"),
                     (["-v2c", "-c", "public", Place, $"{Base}.1.0", "i", "1"], "noAccess"),
                     (["-v1", "-c", "private", Place, $"{Base}.1.0", "i", "1001"], "badValue"),
                 ])
        {
            _programs.Run("snmpset", words).Errors.ShouldContain(told);
        }

        (_integer.Read(), _text.Read()).ShouldBe((SnmpValue.Integer(77), SnmpValue.OctetString("south")));
    }

    [Theory]
    [InlineData("snmpwalk", false)]
    [InlineData("snmpbulkwalk", false)]
    [InlineData("snmpbulkwalk", true)]
    public void A_walk_of_many_objects_has_no_gap(string program, bool encrypted)
    {
        string[] who = encrypted ? SnmpUsers.Words(SnmpUsers.Served.Last()) : ["-v2c", "-c", "public"];
        _programs.Done(program, [.. who, .. program == "snmpbulkwalk" ? (string[])["-Cr100"] : [], "-On", Place, $"{Base}.8"])
            .ShouldBe(Enumerable.Range(0, Many).Select(static i => $".{Base}.8.{i * 13} = Gauge32: {i}"));
    }

    [Fact]
    public void Wrong_keys_and_unknown_users_are_told()
    {
        var user = SnmpUsers.One;
        _programs.Run("snmpget", [.. SnmpUsers.Words(user with { AuthenticationPassword = "maplesirup" }), Place, $"{Base}.1.0"]).Errors.ShouldContain("Authentication failure");
        _programs.Run("snmpget", [.. SnmpUsers.Words(user with { PrivacyPassword = "maplesirup" }), Place, $"{Base}.1.0"]).Errors.ShouldContain("Decryption error");
        _programs.Run("snmpget", [.. SnmpUsers.Words(user with { Name = "nobody" }), Place, $"{Base}.1.0"]).Errors.ShouldContain("Unknown user name");
        _programs.Run("snmpget", "-v2c", "-c", "publix", "-r0", "-t0.2", Place, $"{Base}.1.0").Errors.ShouldContain("Timeout");
        _programs.Done("snmpget", "-v2c", "-c", "public", "-On", Place, "1.3.6.1.6.3.15.1.1.3.0", "1.3.6.1.6.3.15.1.1.5.0", "1.3.6.1.6.3.15.1.1.6.0")
            .ShouldAllBe(static line => line.EndsWith(".0 = Counter32: 1", StringComparison.Ordinal));
    }
}
