using Catchment.Protocols.Snmp;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>Our manager, and snmpd.</summary>
public sealed class SnmpClientInteropTests : IDisposable
{
    private static readonly Oid System = Oid.Parse("1.3.6.1.2.1.1");
    private static readonly Oid SysName = System.Append(5, 0);

    private readonly NetSnmp _programs = new();
    private readonly NetSnmpDaemon _daemon;

    public SnmpClientInteropTests()
    {
        var lines = SnmpUsers.All.SelectMany(static u => (string[])[SnmpUsers.Line(u), $"rwuser {u.Name} {(u.Privacy == SnmpPrivacy.None ? "auth" : "priv")}"]);
        _daemon = new NetSnmpDaemon(_programs, "snmpd", string.Join('\n', ["rocommunity public", "rwcommunity private", "sysContact me", .. lines, string.Empty]), "-I", "-smux");
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _programs.Dispose();
    }

    [Fact]
    public async Task It_reads_and_writes_in_all_versions()
    {
        foreach (var version in Enum.GetValues<SnmpVersion>())
        {
            using var client = Client(version);
            await client.SetAsync([new SnmpVariable(SysName, SnmpValue.OctetString($"named by {version}"))]).InTimeAsync();
            (await client.GetAsync([SysName, System.Append(4, 0)]).InTimeAsync()).Select(static v => v.Value.ToString()).ShouldBe([$"named by {version}", "me"]);
            (await client.GetNextAsync([System.Append(4, 0)]).InTimeAsync())[0].Oid.ShouldBe(SysName);
            var e = await Should.ThrowAsync<SnmpException>(() => client.SetAsync([new SnmpVariable(SysName, SnmpValue.Integer(1))]).InTimeAsync());
            e.Status.ShouldBe(version == SnmpVersion.V1 ? SnmpErrorStatus.BadValue : SnmpErrorStatus.WrongType);
            var names = new List<Oid>();
            await foreach (var one in client.WalkAsync(System))
                names.Add(one.Oid);
            names.ShouldBe(_programs.Done("snmpwalk", "-v2c", "-c", "public", "-On", _daemon.Endpoint.ToString(), $"{System}").Select(static line => Oid.Parse(line.Split(' ')[0])));
            if (version != SnmpVersion.V1)
            {
                (await client.GetBulkAsync(1, 3, [System, System]).InTimeAsync()).Count.ShouldBe(4);
                (await client.GetAsync(System.Append(99, 0)).InTimeAsync()).IsException.ShouldBeTrue();
            }
        }
    }

    [Fact]
    public async Task It_reads_with_all_pairs_of_protocols()
    {
        foreach (var user in SnmpUsers.All)
        {
            using var client = Client(SnmpVersion.V3, user);
            (await client.GetAsync(System.Append(4, 0)).InTimeAsync()).ToString().ShouldBe("me", user.Name);
        }
    }

    [Fact]
    public async Task It_follows_an_agent_that_is_another_engine_now()
    {
        using var client = Client(SnmpVersion.V3);
        var engine = Oid.Parse("1.3.6.1.6.3.10.2.1.1.0");
        var first = await client.GetAsync(engine).InTimeAsync();
        _daemon.Restart();
        (await client.GetAsync(engine).InTimeAsync()).ShouldNotBe(first);
    }

    [Fact]
    public async Task It_tells_wrong_keys_and_unknown_users()
    {
        var user = SnmpUsers.All.First(static u => u is { Authentication: SnmpAuthentication.Sha1, Privacy: SnmpPrivacy.Aes128 });
        foreach (var (wrong, told) in ((SnmpUser, string)[])[(user with { Name = "nobody" }, "usmStatsUnknownUserNames"), (user with { AuthenticationPassword = "maplesirup" }, "usmStatsWrongDigests")])
        {
            using var client = Client(SnmpVersion.V3, wrong);
            var e = await Should.ThrowAsync<SnmpException>(() => client.GetAsync(SysName).InTimeAsync());
            (e.Fault, e.Message).ShouldBe((SnmpFault.Security, $"{_daemon.Endpoint} refuses user {wrong.Name}: {told}"));
        }
    }

    private SnmpClient Client(SnmpVersion version, SnmpUser? user = null) => new(new SnmpClientOptions
    {
        Endpoint = _daemon.Endpoint,
        Version = version,
        Community = "private",
        User = user ?? SnmpUsers.All.Last(),
        Timeout = TimeSpan.FromSeconds(5),
        Retries = 10,
    });
}
