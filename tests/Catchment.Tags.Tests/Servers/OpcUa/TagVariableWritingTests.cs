using System.Globalization;
using Catchment.Protocols.OpcUa;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.OpcUa;

public sealed class TagVariableWritingTests : IDisposable
{
    private static readonly DateTime Before = new(2026, 3, 1, 11, 59, 58, 500, DateTimeKind.Utc);
    private readonly OpcUaGateway _gateway = new();

    public static TheoryData<string, Variant, string, string> Values => new()
    {
        { "Double", new Variant(2.5), "float", "2.5" },
        { "Float", new Variant(2.5f), "float", "2.5" },
        { "Int16", new Variant((short)-3), "int", "-3" },
        { "UInt32", new Variant(uint.MaxValue), "int", "4294967295" },
        { "UInt64", new Variant(ulong.MaxValue), "raw", "18446744073709551615" },
        { "Boolean", new Variant(true), "bool", "True" },
        { "Boolean", new Variant(true), "int", "1" },
        { "String", new Variant("on"), "string", "on" },
        { "String", new Variant((string?)null), "string", "" },
        { "String", new Variant(" 4.5 "), "float", "4.5" },
        { "ByteString", new Variant([0xC2, 0xB5]), "string", "µ" },
        { "DateTime", new Variant(Before), "float", "1772366398.5" },
        { "DateTime", new Variant(Before), "string", "2026-03-01T11:59:58.5Z" },
    };

    public static TheoryData<string, Variant, string> Misfits => new()
    {
        { "String", new Variant("warm"), "float" },
        { "Double", new Variant(double.NaN), "float" },
        { "Double", new Variant(double.PositiveInfinity), "int" },
        { "ByteString", new Variant([0xFF]), "string" },
        { "DateTime", new Variant(Before), "bool" },
    };

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [MemberData(nameof(Values))]
    public void A_write_reaches_the_point(string type, Variant value, string dataType, string expected)
    {
        _gateway.Register("p", dataType);
        _gateway.Map("p", type: type);

        _gateway.Write("p", value).ShouldBe(StatusCodes.Good);

        _gateway.Value("p").ToString().ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_a_point_cannot_hold_is_out_of_range_and_changes_nothing(string type, Variant value, string dataType)
    {
        _gateway.Register("p", dataType);
        _gateway.Map("p", type: type);
        var writes = _gateway.Store.Writes;

        _gateway.Write("p", value).ShouldBe(StatusCodes.BadOutOfRange);

        _gateway.Store.Writes.ShouldBe(writes);
    }

    [Theory]
    [InlineData(11, false, "BadOutOfRange", "5")]
    [InlineData(-1, false, "BadOutOfRange", "5")]
    [InlineData(11, true, "GoodClamped", "10")]
    [InlineData(9, true, "Good", "9")]
    public void Limits_of_the_point_hold(double value, bool isClamped, string status, string expected)
    {
        _gateway.Point("p", TagValue.Of(5.0), limits: new TagLimits(0, 10, isClamped));
        _gateway.Map("p");

        _gateway.Write("p", new Variant(value)).ToString().ShouldBe(status);

        _gateway.Value("p").TryGetNumber(out var number).ShouldBeTrue();
        number.ToString(CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Fact]
    public void The_source_time_is_kept_and_what_is_written_holds_even_with_an_older_one()
    {
        _gateway.Register("p");
        _gateway.Map("p");

        _gateway.Write("p", new Variant(1.0), source: Before).ShouldBe(StatusCodes.Good);
        (_gateway.Read("p").Value, _gateway.Read("p").SourceTimestamp).ShouldBe((new Variant(1.0), Before));

        _gateway.Write("p", new Variant(2.0), source: Before.AddSeconds(-1)).ShouldBe(StatusCodes.Good);
        (_gateway.Read("p").Value, _gateway.Read("p").SourceTimestamp).ShouldBe((new Variant(2.0), Before.AddSeconds(-1)));
        _gateway.Store.TryGet("p", out var point).ShouldBeTrue();
        _gateway.Store.History(point!).Select(one => one.Value).ShouldBe([TagValue.Of(2.0), TagValue.Of(1.0)]);
    }

    [Fact]
    public void A_status_is_kept_that_can_be_told_again_and_another_is_refused()
    {
        _gateway.Register("p");
        _gateway.Map("p");

        foreach (var status in new[] { StatusCodes.Bad, StatusCodes.UncertainLastUsableValue, StatusCodes.Good })
        {
            _gateway.Write("p", new Variant(1.0), status).ShouldBe(StatusCodes.Good);
            _gateway.Read("p").Status.ShouldBe(status);
        }

        _gateway.Write("p", new Variant(2.0), StatusCodes.BadSensorFailure).ShouldBe(StatusCodes.BadWriteNotSupported);
        _gateway.Value("p").ShouldBe(TagValue.Of(1.0));
    }

    [Fact]
    public void Another_type_and_an_array_are_mismatches()
    {
        _gateway.Register("p");
        _gateway.Map("p");

        _gateway.Write("p", new Variant(1)).ShouldBe(StatusCodes.BadTypeMismatch);
        _gateway.Write("p", default(Variant)).ShouldBe(StatusCodes.BadTypeMismatch);
        _gateway.Write("p", Variant.OfArray(BuiltInType.Double, new[] { 1.0 })).ShouldBe(StatusCodes.BadTypeMismatch);
    }

    [Fact]
    public void The_store_is_told_that_a_client_of_opc_ua_wrote()
    {
        _gateway.Register("p");
        _gateway.Map("p");
        var observer = new Origins();
        using (_gateway.Store.Observe(observer))
            _gateway.Write("p", new Variant(1.0)).ShouldBe(StatusCodes.Good);

        observer.Seen.ShouldBe([TagOrigin.OpcUa]);
    }

    [Theory]
    [InlineData(UnknownKeys.Register, "Good")]
    [InlineData(UnknownKeys.Ignore, "BadNoData")]
    [InlineData(UnknownKeys.Reject, "BadNoData")]
    public void A_key_that_is_not_registered_is_treated_as_the_store_says(UnknownKeys policy, string status)
    {
        using var gateway = new OpcUaGateway(unknownKeys: policy);
        gateway.Map("p");

        gateway.Write("p", new Variant(2.5)).ToString().ShouldBe(status);

        gateway.Value("p").ShouldBe(policy == UnknownKeys.Register ? TagValue.Of(2.5) : TagValue.Null);
    }

    private sealed class Origins : ITagObserver
    {
        public List<TagOrigin> Seen { get; } = [];

        public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin) => Seen.Add(origin);
    }
}
