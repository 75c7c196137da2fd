using System.Globalization;
using System.Text.Json;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.OpcUa;

public sealed class TagVariableTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly OpcUaGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void The_sample_set_is_served_as_the_vectors_say()
    {
        var sample = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "sample_mappings.json"))).RootElement;
        foreach (var point in sample.GetProperty("points").EnumerateArray())
            _gateway.Point(Text(point, "key"), TagValue.Of(point.GetProperty("value")), Text(point, "data_type"));
        foreach (var map in sample.GetProperty("opcua").EnumerateArray().Select(row => row.GetProperty("map")))
            _gateway.Map(Text(map, "key"), Text(map, "node_id"), Text(map, "data_type"), Text(map, "access_level"), id: Text(map, "id"));

        foreach (var row in sample.GetProperty("opcua").EnumerateArray())
        {
            var (map, node) = (row.GetProperty("map"), _gateway.Variable(Text(row.GetProperty("map"), "node_id")));
            var read = node.Read();
            read.Value.Type.ToString().ShouldBe(Text(map, "data_type"));
            TagValue expected = TagValue.Of(row.GetProperty("value"));
            if (expected.Kind == TagValueKind.Text)
                read.Value.ToObject().ShouldBe(expected.AsText);
            else
                (expected.TryGetNumber(out var number), Convert.ToDouble(read.Value.ToObject(), CultureInfo.InvariantCulture)).ShouldBe((true, number));
            (read.Status, node.DataType).ShouldBe((StatusCodes.Good, new NodeId((uint)read.Value.Type)));
            node.AccessLevel.ShouldBe(Text(map, "access_level") == "CurrentRead" ? AccessLevels.CurrentRead : AccessLevels.CurrentRead | AccessLevels.CurrentWrite);
        }
    }

    [Theory]
    [InlineData("2.9", "Int16", "2", "Good")]
    [InlineData("-2.9", "Int32", "-2", "Good")]
    [InlineData("\" 12.7 \"", "Int64", "12", "Good")]
    [InlineData("\"9007199254740993\"", "Int64", "9007199254740993", "Good")]
    [InlineData("18446744073709551615", "UInt64", "18446744073709551615", "Good")]
    [InlineData("true", "Byte", "1", "Good")]
    [InlineData("true", "Double", "1", "Good")]
    [InlineData("300", "Byte", "255", "UncertainEngineeringUnitsExceeded")]
    [InlineData("-1", "UInt32", "0", "UncertainEngineeringUnitsExceeded")]
    [InlineData("-129.5", "SByte", "-128", "UncertainEngineeringUnitsExceeded")]
    [InlineData("70000", "UInt16", "65535", "UncertainEngineeringUnitsExceeded")]
    [InlineData("1e300", "Int64", "9223372036854775807", "UncertainEngineeringUnitsExceeded")]
    [InlineData("-1e300", "UInt64", "0", "UncertainEngineeringUnitsExceeded")]
    [InlineData("1e39", "Float", "3.4028235E+38", "UncertainEngineeringUnitsExceeded")]
    [InlineData("-1e39", "Float", "-3.4028235E+38", "UncertainEngineeringUnitsExceeded")]
    [InlineData("2.5", "Float", "2.5", "Good")]
    [InlineData("2.5", "Boolean", "True", "Good")]
    [InlineData("\"off\"", "Boolean", "False", "Good")]
    [InlineData("null", "Boolean", "False", "Good")]
    [InlineData("12.5", "String", "12.5", "Good")]
    [InlineData("5", "String", "5", "Good")]
    [InlineData("true", "String", "True", "Good")]
    [InlineData("\"hello\"", "Int32", "0", "Bad")]
    [InlineData("\"NaN\"", "Double", "0", "Bad")]
    [InlineData("\"Infinity\"", "Int16", "0", "Bad")]
    [InlineData("null", "Float", "0", "Bad")]
    [InlineData("[1,2]", "UInt64", "0", "Bad")]
    public void Every_value_is_converted_to_the_type_of_its_node(string json, string type, string expected, string status)
    {
        _gateway.Point("p", TagValue.Of(JsonDocument.Parse(json).RootElement), "raw");
        _gateway.Map("p", type: type);

        var read = _gateway.Read("p");

        read.Value.Type.ToString().ShouldBe(type);
        Convert.ToString(read.Value.ToObject(), CultureInfo.InvariantCulture).ShouldBe(expected);
        read.Status.ToString().ShouldBe(status);
    }

    [Theory]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("1772366400.25", "2026-03-01T12:00:00.25Z")]
    [InlineData("\"2026-03-01T13:00:00+01:00\"", "2026-03-01T12:00:00Z")]
    [InlineData("\"2026-03-01 12:00\"", "2026-03-01T12:00:00Z")]
    [InlineData("\"noon\"", null)]
    [InlineData("1e20", null)]
    [InlineData("true", null)]
    public void A_time_is_told_in_unix_seconds_or_as_text(string json, string? expected)
    {
        _gateway.Point("p", TagValue.Of(JsonDocument.Parse(json).RootElement), "raw");
        _gateway.Map("p", type: "DateTime");

        var read = _gateway.Read("p");

        read.Status.ShouldBe(expected is null ? StatusCodes.Bad : StatusCodes.Good);
        read.Value.ToObject().ShouldBe(expected is null ? DateTime.MinValue : DateTime.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
    }

    [Fact]
    public void Bytes_are_those_of_the_text()
    {
        _gateway.Point("p", TagValue.Of("µ"), "string");
        _gateway.Map("p", type: "ByteString");

        _gateway.Read("p").Value.ToObject().ShouldBe(new byte[] { 0xC2, 0xB5 });
    }

    [Theory]
    [InlineData(TagQuality.Good, "Good")]
    [InlineData(TagQuality.Uncertain, "UncertainLastUsableValue")]
    [InlineData(TagQuality.Bad, "Bad")]
    public void Quality_is_told_as_status(TagQuality quality, string status)
    {
        _gateway.Register("p");
        _gateway.Map("p");
        _gateway.Write("p", TagValue.Of(2.5), quality);

        _gateway.Read("p").ShouldSatisfyAllConditions(
            read => read.Status.ToString().ShouldBe(status),
            read => read.Value.ShouldBe(new Variant(2.5)));
    }

    [Theory]
    [InlineData("Both", true, true)]
    [InlineData("Source", true, false)]
    [InlineData("Server", false, true)]
    [InlineData("None", false, false)]
    public void Times_are_told_as_the_mapping_says(string times, bool source, bool server)
    {
        _gateway.Register("p");
        _gateway.Map("p", times: times);
        _gateway.Write("p", TagValue.Of(2.5));
        _gateway.Time.Advance(TimeSpan.FromSeconds(3));

        var read = _gateway.Read("p");

        (read.SourceTimestamp, read.ServerTimestamp).ShouldBe((source ? Noon : (DateTime?)null, server ? Noon.AddSeconds(3) : (DateTime?)null));
    }

    [Fact]
    public void A_key_is_served_from_its_registration_until_it_is_unregistered()
    {
        _gateway.Map("p", type: "Int32");
        _gateway.Read("p").ShouldBe(new DataValue(new Variant(0), StatusCodes.BadNoData, null, Noon));

        _gateway.Point("p", TagValue.Of(7L));
        (_gateway.Read("p").Value, _gateway.Read("p").Status).ShouldBe((new Variant(7), StatusCodes.Good));

        _gateway.Store.Unregister("p");
        _gateway.Read("p").Status.ShouldBe(StatusCodes.BadNoData);

        _gateway.Point("p", TagValue.Of(8L));
        _gateway.Read("p").Value.ShouldBe(new Variant(8));
    }

    [Theory]
    [InlineData("Double", "2.5")]
    [InlineData("Float", "2.5")]
    [InlineData("Int16", "3")]
    [InlineData("UInt64", "3")]
    [InlineData("Boolean", "true")]
    public void A_number_is_read_without_an_allocation(string type, string json)
    {
        _gateway.Point("p", TagValue.Of(JsonDocument.Parse(json).RootElement), "raw");
        _gateway.Map("p", type: type);
        var node = _gateway.Variable("ns=2;s=p");
        node.Read();

        var sum = 0;
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
                sum += node.Read().Status.IsGood ? 1 : 0;
        }).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
