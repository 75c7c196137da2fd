using System.Numerics;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Servers.Snmp;

public sealed class TagSyntaxTests
{
    private static readonly SnmpType[] Types =
    [
        SnmpType.Integer, SnmpType.Gauge32, SnmpType.Counter32, SnmpType.Counter64, SnmpType.TimeTicks, SnmpType.IpAddress, SnmpType.ObjectIdentifier, SnmpType.OctetString,
    ];

    [Theory]
    [InlineData("INTEGER", "2.9", "2")]
    [InlineData("Integer", "-2.9", "-2")]
    [InlineData("Integer32", "3e9", "2147483647")]
    [InlineData("Integer32", "-3e9", "-2147483648")]
    [InlineData("INTEGER", "true", "1")]
    [InlineData("INTEGER", "\" 12 \"", "12")]
    [InlineData("Gauge32", "-1", "0")]
    [InlineData("Unsigned32", "4294967296", "4294967295")]
    [InlineData("Gauge32", "21.5", "21")]
    [InlineData("Gauge32", "\"hello\"", "0")]
    [InlineData("Gauge32", "null", "0")]
    [InlineData("Counter32", "4294967301", "5")]
    [InlineData("Counter32", "-1", "4294967295")]
    [InlineData("Counter32", "1e300", "0")]
    [InlineData("Counter64", "18446744073709551615", "18446744073709551615")]
    [InlineData("Counter64", "1e30", "18446744073709551615")]
    [InlineData("Counter64", "-5", "0")]
    [InlineData("TimeTicks", "4294967297", "1")]
    [InlineData("TimeTicks", "-1", "0")]
    [InlineData("OCTET_STRING", "12.5", "12.5")]
    [InlineData("OctetString", "true", "True")]
    [InlineData("whatever", "null", "None")]
    [InlineData("OctetString", "5", "5")]
    [InlineData("IpAddress", "\"10.1.2.3\"", "10.1.2.3")]
    [InlineData("IpAddress", "\"1\"", "0.0.0.0")]
    [InlineData("IpAddress", "\"::1\"", "0.0.0.0")]
    [InlineData("OBJECT_IDENTIFIER", "\"1.3.6.1\"", "1.3.6.1")]
    [InlineData("OBJECT_IDENTIFIER", "\"boiler\"", "0.0")]
    public void A_value_becomes_what_the_syntax_says(string syntax, string json, string expected)
    {
        using var document = JsonDocument.Parse(json);
        var value = TagSyntax.Convert(TagValue.Of(document.RootElement), TagSyntax.TypeOf(syntax));
        (value.Type, value.ToString()).ShouldBe((TagSyntax.TypeOf(syntax), expected));
    }

    [Fact]
    public void Every_value_becomes_one_of_the_type_whatever_it_is() => Prop.ForAll(Values().ToArbitrary(), static value =>
    {
        foreach (var type in Types)
            TagSyntax.Convert(value, type).Type.ShouldBe(type);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_whole_number_is_told_exactly_or_as_the_limit_or_the_rest_that_the_type_has() => Prop.ForAll(ArbMap.Default.GeneratorFor<long>().ToArbitrary(), static number =>
    {
        var value = TagValue.Of(number);
        TagSyntax.Convert(value, SnmpType.Integer).Number.ShouldBe(Math.Clamp(number, int.MinValue, int.MaxValue));
        TagSyntax.Convert(value, SnmpType.Gauge32).Number.ShouldBe(Math.Clamp(number, 0, uint.MaxValue));
        TagSyntax.Convert(value, SnmpType.Counter32).Number.ShouldBe((long)(((BigInteger)number % 4294967296 + 4294967296) % 4294967296));
        TagSyntax.Convert(value, SnmpType.Counter64).UnsignedNumber.ShouldBe((ulong)Math.Max(number, 0));
        TagSyntax.Convert(value, SnmpType.TimeTicks).Number.ShouldBe(Math.Max(number, 0) % 4294967296);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_manager_writes_is_told_again() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<ulong>().Zip(Gen.Elements(SnmpType.Integer, SnmpType.Gauge32, SnmpType.Counter32, SnmpType.Counter64, SnmpType.TimeTicks, SnmpType.IpAddress, SnmpType.OctetString)).ToArbitrary(),
        static one =>
        {
            var (bits, type) = one;
            var written = type switch
            {
                SnmpType.Integer => SnmpValue.Integer((int)bits),
                SnmpType.Gauge32 => SnmpValue.Gauge32((uint)bits),
                SnmpType.Counter32 => SnmpValue.Counter32((uint)bits),
                SnmpType.Counter64 => SnmpValue.Counter64(bits),
                SnmpType.TimeTicks => SnmpValue.TimeTicks((uint)bits),
                SnmpType.IpAddress => SnmpValue.IpAddress(new System.Net.IPAddress((uint)bits)),
                _ => SnmpValue.OctetString($"text {bits} é"),
            };
            TagSyntax.TryConvertBack(written, out var value).ShouldBeTrue();
            TagSyntax.Convert(value, type).ShouldBe(written);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_are_no_text_are_not_taken() => TagSyntax.TryConvertBack(SnmpValue.OctetString([0xFF, 0xFE]), out _).ShouldBeFalse();

    [Fact]
    public void A_long_text_is_cut_behind_a_whole_character()
    {
        TagSyntax.Text(new string('é', 3000), 4095).Bytes.Length.ShouldBe(4094);
        Encoding.UTF8.GetString(TagSyntax.Text(new string('é', 3000), 4095).Bytes).ShouldBe(new string('é', 2047));
        TagSyntax.Convert(TagValue.Of(new string('x', 70_000)), SnmpType.OctetString).Bytes.Length.ShouldBe(SnmpValue.MaxBytes);
    }

    [Theory]
    [InlineData(0, "07B20101000000002B0000")]
    [InlineData(1795228279.96, "07EA0B15021F13092B0000")]
    [InlineData(double.MaxValue, "270F0C1F173B3B002B0000")]
    [InlineData(double.MinValue, "00010101000000002B0000")]
    public void A_time_is_told_in_utc(double seconds, string expected) => Convert.ToHexString(TagSyntax.TimeOf(seconds).Bytes).ShouldBe(expected);

    [Fact]
    public void The_sample_is_served_as_it_says()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "sample_mappings.json")));
        using var gateway = new SnmpGateway();
        foreach (var point in document.RootElement.GetProperty("points").EnumerateArray())
        {
            gateway.Store.Register(new PointRegistration { Key = point.GetProperty("key").GetString()!, DataType = point.GetProperty("data_type").GetString()! });
            if (point.TryGetProperty("value", out var value))
                gateway.Write(point.GetProperty("key").GetString()!, TagValue.Of(value));
        }

        var served = 0;
        foreach (var one in document.RootElement.GetProperty("snmp").EnumerateArray())
        {
            var map = one.GetProperty("map");
            gateway.Map(map.GetProperty("key").GetString()!, map.GetProperty("oid").GetString()!, map.GetProperty("syntax").GetString()!, map.GetProperty("access").GetString()!);
            using var objects = new TagObjects(gateway.Store, gateway.Model.Snmp, gateway.Log);
            var read = objects.Find(Oid.Parse(map.GetProperty("oid").GetString()!), out _)!.Read();
            var (name, text) = read.Type == SnmpType.OctetString ? ("STRING", $"\"{read}\"") : read.Type == SnmpType.Integer ? ("INTEGER", $"{read}") : ($"{read.Type}", $"{read}");
            $"{name}: {text}".ShouldBe(one.GetProperty("snmpget").GetString());
            served++;
        }

        served.ShouldBe(11);
    }

    private static Gen<TagValue> Values() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<long>().Select(static n => TagValue.Of(n)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(static n => TagValue.Of(n.Get)),
        ArbMap.Default.GeneratorFor<bool>().Select(static b => TagValue.Of(b)),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static t => TagValue.Of(t.Get)),
        Gen.Elements("[]", "{}", "123456789012345678901234567890", "[1,2]", "null").Select(static json => TagValue.Of(JsonElement.Parse(json))));
}
