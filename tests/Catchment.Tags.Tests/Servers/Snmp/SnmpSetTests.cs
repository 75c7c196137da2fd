using Catchment.Protocols.Snmp;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Snmp;

/// <summary>Writes of managers: all variables or none.</summary>
public sealed class SnmpSetTests : IDisposable
{
    private static readonly Oid Base = Oid.Parse("1.3.6.1.4.1.53864.1");

    private readonly SnmpGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Many_variables_are_written_at_once_with_their_origin()
    {
        _gateway.Point("f", TagValue.Of(1.0));
        _gateway.Point("i", TagValue.Of(1L), "int");
        _gateway.Point("b", TagValue.Of(false), "bool");
        _gateway.Point("s", TagValue.Of(""), "string");
        Map("f", 1, "OctetString");
        Map("i", 2, "INTEGER");
        Map("b", 3, "INTEGER");
        Map("s", 4, "OctetString");
        Map("raw", 5, "Counter64");
        var origins = new Origins();
        using var watched = _gateway.Store.Observe(origins);
        await using var server = await _gateway.StartAsync();
        using var client = SnmpGateway.Client(server);

        await client.SetAsync(
        [
            Of(1, SnmpValue.OctetString("2.5")), Of(2, SnmpValue.Integer(-7)), Of(3, SnmpValue.Integer(1)), Of(4, SnmpValue.OctetString("Kessel 1 °C")), Of(5, SnmpValue.Counter64(ulong.MaxValue)),
        ]);

        (_gateway.Value("f"), _gateway.Value("i"), _gateway.Value("b"), _gateway.Value("s")).ShouldBe((TagValue.Of(2.5), TagValue.Of(-7L), TagValue.Of(true), TagValue.Of("Kessel 1 °C")));
        (await client.GetAsync(Base.Append(5, 0))).ShouldBe(SnmpValue.Counter64(ulong.MaxValue));
        origins.Seen.ShouldBe([TagOrigin.Snmp, TagOrigin.Snmp, TagOrigin.Snmp, TagOrigin.Snmp, TagOrigin.Snmp]);
        server.Status.Sets.ShouldBe(1);
    }

    [Theory]
    [InlineData("read-only", "INTEGER", SnmpErrorStatus.NotWritable)]
    [InlineData("write-only", "INTEGER", SnmpErrorStatus.NotWritable)]
    [InlineData("read-write", "Gauge32", SnmpErrorStatus.WrongType)]
    [InlineData("read-write", "OctetString", SnmpErrorStatus.WrongType)]
    public async Task A_variable_that_cannot_be_written_keeps_all_from_being_written(string access, string syntax, SnmpErrorStatus status)
    {
        _gateway.Point("good", TagValue.Of(1.0));
        _gateway.Point("bad", TagValue.Of(2.0));
        Map("good", 1, "INTEGER");
        Map("bad", 2, syntax, access);

        await RefusedAsync(status, 2, Of(1, SnmpValue.Integer(9)), Of(2, SnmpValue.Integer(9)));

        (_gateway.Value("good"), _gateway.Value("bad")).ShouldBe((TagValue.Of(1.0), TagValue.Of(2.0)));
    }

    [Fact]
    public async Task A_text_that_the_point_cannot_hold_is_a_wrong_value()
    {
        _gateway.Point("f", TagValue.Of(1.0));
        _gateway.Point("i", TagValue.Of(1L), "int");
        Map("f", 1, "OctetString");
        Map("i", 2, "OctetString");

        await RefusedAsync(SnmpErrorStatus.WrongValue, 2, Of(1, SnmpValue.OctetString("3")), Of(2, SnmpValue.OctetString("hello")));
        await RefusedAsync(SnmpErrorStatus.WrongValue, 1, Of(1, SnmpValue.OctetString("1e999")));
        await RefusedAsync(SnmpErrorStatus.WrongValue, 1, Of(1, SnmpValue.OctetString([0xFF])));
        (_gateway.Value("f"), _gateway.Value("i")).ShouldBe((TagValue.Of(1.0), TagValue.Of(1L)));
    }

    [Fact]
    public async Task What_is_beyond_the_points_limits_is_refused_or_moved_as_they_say()
    {
        _gateway.Point("strict", TagValue.Of(5.0), limits: new TagLimits(0, 10, IsClamped: false));
        _gateway.Point("moved", TagValue.Of(5.0), limits: new TagLimits(0, 10, IsClamped: true));
        Map("strict", 1, "INTEGER");
        Map("moved", 2, "INTEGER");

        await RefusedAsync(SnmpErrorStatus.WrongValue, 2, Of(2, SnmpValue.Integer(11)), Of(1, SnmpValue.Integer(11)));
        _gateway.Value("moved").ShouldBe(TagValue.Of(5.0));

        await using var server = await _gateway.StartAsync();
        using var client = SnmpGateway.Client(server);
        await client.SetAsync([Of(1, SnmpValue.Integer(10)), Of(2, SnmpValue.Integer(11))]);
        (_gateway.Value("strict"), _gateway.Value("moved")).ShouldBe((TagValue.Of(10.0), TagValue.Of(10.0)));
    }

    [Theory]
    [InlineData(UnknownKeys.Register, SnmpErrorStatus.NoError)]
    [InlineData(UnknownKeys.Ignore, SnmpErrorStatus.InconsistentName)]
    [InlineData(UnknownKeys.Reject, SnmpErrorStatus.InconsistentName)]
    public async Task A_key_that_is_not_registered_is_written_where_unknown_keys_are_registered(UnknownKeys unknownKeys, SnmpErrorStatus status)
    {
        using var gateway = new SnmpGateway(unknownKeys);
        gateway.Map("new", "1.3.6.1.4.1.53864.1.1.0", "INTEGER");
        await using var server = await gateway.StartAsync();
        using var client = SnmpGateway.Client(server);

        if (status == SnmpErrorStatus.NoError)
        {
            await client.SetAsync([Of(1, SnmpValue.Integer(4))]);
            gateway.Value("new").ShouldBe(TagValue.Of(4.0));
            return;
        }

        (await Should.ThrowAsync<SnmpException>(() => client.SetAsync([Of(1, SnmpValue.Integer(4))]))).Status.ShouldBe(status);
        gateway.Store.Count.ShouldBe(0);
    }

    [Fact]
    public void What_was_written_is_taken_back_as_it_was_and_not_as_it_was_told()
    {
        _gateway.Point("f", TagValue.Of(21.5));
        _gateway.Write("f", TagValue.Of(21.5), TagQuality.Uncertain);
        var known = new TagObject(_gateway.Map("f", "1.3.6.1.1.0"), _gateway.Store);
        var unknown = new TagObject(_gateway.Map("n", "1.3.6.1.2.0"), _gateway.Store);
        foreach (var one in new[] { known, unknown })
        {
            var before = one.Read();
            one.Test(SnmpValue.Gauge32(3)).ShouldBe(SnmpErrorStatus.NoError);
            one.Test(SnmpValue.Gauge32(4)).ShouldBe(SnmpErrorStatus.NoError);
            one.Commit(SnmpValue.Gauge32(3)).ShouldBe(SnmpErrorStatus.NoError);
            var between = one.Read();
            one.Commit(SnmpValue.Gauge32(4)).ShouldBe(SnmpErrorStatus.NoError);
            one.Read().ShouldBe(SnmpValue.Gauge32(4));
            one.Undo(between).ShouldBeTrue();
            one.Read().ShouldBe(SnmpValue.Gauge32(3));
            one.Undo(before).ShouldBeTrue();
            one.Read().ShouldBe(before);
        }

        _gateway.Store.TryGet("f", out var point).ShouldBeTrue();
        (point!.Read().Value, point.Read().Quality).ShouldBe((TagValue.Of(21.5), TagQuality.Uncertain));
        _gateway.Store.TryGet("n", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Requests_at_random_write_all_or_nothing_and_the_points_keep_their_types()
    {
        const int Points = 12;
        string[] types = ["float", "int", "bool", "string", "raw"];
        string[] syntaxes = ["INTEGER", "Gauge32", "Counter32", "Counter64", "TimeTicks", "OctetString", "IpAddress", "OBJECT_IDENTIFIER"];
        var random = new Random(3416);
        for (var i = 1; i <= Points; i++)
        {
            if (i < Points)
                _gateway.Point($"k{i}", TagValue.Of(1L), types[i % types.Length], i % 4 == 0 ? new TagLimits(-100, 100, IsClamped: i % 8 == 0) : null);
            Map($"k{i}", i, syntaxes[i % syntaxes.Length], i % 5 == 0 ? "read-only" : "read-write");
        }

        await using var server = await _gateway.StartAsync();
        using var client = SnmpGateway.Client(server);
        var (written, refused) = (0, 0);
        for (var round = Fuzzing.Rounds(2_000, 40_000); round > 0; round--)
        {
            SnmpVariable[] variables = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(1, Points + 1)).Select(number => Of(number, Some(random, random.Next(8) == 0 ? random.Next(8) : number % syntaxes.Length)))];
            var before = Picture();
            try
            {
                await client.SetAsync(variables);
                written++;
            }
            catch (SnmpException e) when (e.Fault == SnmpFault.Refused)
            {
                e.Status.ShouldBeOneOf(SnmpErrorStatus.WrongType, SnmpErrorStatus.WrongValue, SnmpErrorStatus.NotWritable);
                Picture().ShouldBe(before);
                refused++;
            }
        }

        (written > 50, refused > 50).ShouldBe((true, true));
        foreach (var point in _gateway.Store.Points)
        {
            var value = point.Read().Value;
            TagCoercion.TryCoerce(value, point.Definition.Type, out var same).ShouldBeTrue();
            same.ShouldBe(value);
            if (point.Definition.Limits is not null && value.TryGetNumber(out var number))
                number.ShouldBeInRange(-100, 100);
        }

        string[] Picture() => [.. _gateway.Store.Points.Select(static point => $"{point.Key} {point.Read().Value} {point.Read().Quality}")];
    }

    private static SnmpValue Some(Random random, int syntax) => syntax switch
    {
        0 => SnmpValue.Integer(random.Next(-200, 200)),
        1 => SnmpValue.Gauge32((uint)random.Next(200)),
        2 => SnmpValue.Counter32((uint)random.Next(200)),
        3 => SnmpValue.Counter64((ulong)random.NextInt64()),
        4 => SnmpValue.TimeTicks((uint)random.Next(200)),
        5 when random.Next(4) == 0 => SnmpValue.OctetString([(byte)random.Next(256), (byte)random.Next(256)]),
        5 => SnmpValue.OctetString($"{random.Next(-200, 200)}"),
        6 => SnmpValue.IpAddress(new System.Net.IPAddress(random.NextInt64(uint.MaxValue))),
        _ => SnmpValue.ObjectIdentifier(new Oid(1, 3, (uint)random.Next())),
    };

    private static SnmpVariable Of(int number, SnmpValue value) => new(Base.Append((uint)number, 0), value);

    private void Map(string key, int number, string syntax, string access = "read-write") => _gateway.Map(key, $"{Base}.{number}.0", syntax, access);

    private async Task RefusedAsync(SnmpErrorStatus status, int index, params SnmpVariable[] variables)
    {
        await using var server = await _gateway.StartAsync();
        using var client = SnmpGateway.Client(server);
        var refusal = await Should.ThrowAsync<SnmpException>(() => client.SetAsync(variables));
        (refusal.Status, refusal.Index).ShouldBe((status, index));
    }

    private sealed class Origins : ITagObserver
    {
        public List<TagOrigin> Seen { get; } = [];

        public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin) => Seen.Add(origin);
    }
}
