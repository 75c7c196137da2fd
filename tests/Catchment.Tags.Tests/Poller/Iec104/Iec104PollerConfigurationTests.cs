using System.Collections.Immutable;
using System.Text;
using Catchment.Protocols.Iec104;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;

namespace Catchment.Tags.Tests.Poller.Iec104;

/// <summary>What the file says of IEC 60870-5-104. Source: tags 10.1, 10.2.</summary>
public sealed class Iec104PollerConfigurationTests
{
    [Theory]
    [InlineData("IEC-104")]
    [InlineData("IEC104")]
    [InlineData("iec 104")]
    [InlineData("IEC 60870-5-104")]
    [InlineData("iec60870-5-104")]
    public void Every_spelling_of_the_type_is_known_and_every_setting_has_its_default(string type)
    {
        var device = PollerBench.Read($$"""{"name": "d", "enabled": true, "deviceType": "{{type}}", "iec104IpAddress": "rtu"}""").Devices.ShouldHaveSingleItem();

        (device.Protocol, device.Problem, device.Endpoint, device.TellsDetails).ShouldBe((PollerProtocol.Iec104, null, "rtu:2404", true));
        device.Iec104.ShouldBe(new Iec104Device { Host = "rtu" });
        var parameters = device.Iec104!.Parameters;
        (parameters.K, parameters.W, parameters.T0.TotalSeconds, parameters.T1.TotalSeconds, parameters.T2.TotalSeconds, parameters.T3.TotalSeconds).ShouldBe((12, 8, 30, 15, 10, 30));
        (device.Iec104.CommonAddress, device.Iec104.Format, device.Iec104.TimeTag, device.Iec104.InterrogationInterval.TotalSeconds).ShouldBe((1, AsduFormat.Standard, Iec104TimeTag.Cp56, 60));
    }

    [Fact]
    public void All_settings_are_read()
    {
        var device = PollerBench.Read("""
            {"name": "d", "enabled": true, "deviceType": "IEC-104", "iec104IpAddress": "10.0.0.7", "iec104PortNumber": "2405", "iec104AsduAddress": 200, "iec104T0": 20, "iec104T1": 12, "iec104T2": 8, "iec104T3": 25,
             "iec104K": 20, "iec104W": 13, "iec104CommonAddressLength": 1, "iec104InfoAddressLength": 2, "iec104TransmitCauseLength": 1, "iec104AsduDataLength": 200, "iec104TimeTag": "CP24Time2a",
             "iec104TimeZone": "Asia/Tokyo", "iec104Select": true, "iec104InterrogationInterval": 0, "tags": [{"id": "t", "address": "M_SP_TB_1:65535", "iec104Select": "auto"}]}
            """).Devices.ShouldHaveSingleItem();

        (device.Problem, device.Tags[0].Problem).ShouldBe((null, null));
        device.Iec104.ShouldBe(new Iec104Device
        {
            Host = "10.0.0.7",
            Port = 2405,
            CommonAddress = 200,
            Parameters = new Iec104Parameters { K = 20, W = 13, T0 = TimeSpan.FromSeconds(20), T1 = TimeSpan.FromSeconds(12), T2 = TimeSpan.FromSeconds(8), T3 = TimeSpan.FromSeconds(25) },
            Format = new AsduFormat { CommonAddressOctets = 1, ObjectAddressOctets = 2, CauseOctets = 1, MaxApduLength = 200 },
            TimeTag = Iec104TimeTag.Cp24,
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"),
            Selection = Iec104Selection.Always,
            InterrogationInterval = TimeSpan.Zero,
        });
        device.Tags[0].Iec104.ShouldBe(new Iec104Place { Type = TypeId.M_SP_TB_1, CommonAddress = 200, Address = 65_535, CommandAddress = 65_535, Selection = Iec104Selection.Auto });
    }

    [Fact]
    public void The_sample_of_the_documentation_is_read_without_a_complaint()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Poller", "Docs", "poller.md"));
        var sample = page.Split("## IEC 60870-5-104\n")[1].Split("```yml\n")[1].Split("```")[0];

        var read = PollerFile.Read(Encoding.UTF8.GetBytes(sample), "poller.md");
        read.Problems.ShouldBeEmpty();
        read.Devices.ShouldHaveSingleItem().Tags.Select(static tag => (tag.Iec104!.Type, tag.Iec104.Address)).ShouldBe(
            [(TypeId.M_ME_NC_1, 200), (TypeId.M_DP_NA_1, 100), (TypeId.M_ME_NC_1, 201), (TypeId.M_IT_NA_1, 400)]);
    }

    [Theory]
    [InlineData("\"iec104IpAddress\": \"\"", "iec104IpAddress")]
    [InlineData("\"iec104IpAddress\": \"a b\"", "iec104IpAddress")]
    [InlineData("\"iec104PortNumber\": 0", "iec104PortNumber")]
    [InlineData("\"iec104AsduAddress\": 65535", "iec104AsduAddress")]
    [InlineData("\"iec104AsduAddress\": 0", "iec104AsduAddress")]
    [InlineData("\"iec104CommonAddressLength\": 1, \"iec104AsduAddress\": 255", "iec104AsduAddress")]
    [InlineData("\"iec104T0\": 0", "iec104T0")]
    [InlineData("\"iec104T1\": 256", "iec104T1")]
    [InlineData("\"iec104T2\": 15", "iec104T2")]
    [InlineData("\"iec104T3\": \"long\"", "iec104T3")]
    [InlineData("\"iec104K\": 32768", "iec104K")]
    [InlineData("\"iec104W\": 0", "iec104W")]
    [InlineData("\"iec104CommonAddressLength\": 3", "iec104CommonAddressLength")]
    [InlineData("\"iec104InfoAddressLength\": 0", "iec104InfoAddressLength")]
    [InlineData("\"iec104TransmitCauseLength\": 1.5", "iec104TransmitCauseLength")]
    [InlineData("\"iec104AsduDataLength\": 254", "iec104AsduDataLength")]
    [InlineData("\"iec104TimeTag\": \"cp99\"", "iec104TimeTag")]
    [InlineData("\"iec104TimeZone\": \"Mars/Olympus\"", "iec104TimeZone")]
    [InlineData("\"iec104TimeZone\": \"/dev/zero\"", "iec104TimeZone")]
    [InlineData("\"iec104TimeZone\": \"Europe/../../../../etc/passwd\"", "iec104TimeZone")]
    [InlineData("\"iec104Select\": \"maybe\"", "iec104Select")]
    [InlineData("\"iec104InterrogationInterval\": -1", "iec104InterrogationInterval")]
    [InlineData("\"iec104OriginatorAddress\": 256", "iec104OriginatorAddress")]
    public void What_is_ill_of_a_device_is_told_with_its_key_and_costs_that_device_alone(string members, string key)
    {
        const string Good = """{"name": "good", "enabled": true, "deviceType": "IEC-104", "iec104IpAddress": "a"}""";
        var host = members.Contains("iec104IpAddress", StringComparison.Ordinal) ? "" : "\"iec104IpAddress\": \"a\", ";
        var read = PollerBench.Read($$"""{"name": "d", "enabled": true, "deviceType": "IEC-104", {{host}}{{members}}},{{Good}}""");

        read.Problems.ShouldHaveSingleItem().ShouldMatch($"^poller\\.json:1:[0-9]+: device 'd', {key}: found ");
        read.Devices.Select(static device => device.Problem is null).ShouldBe([false, true]);
    }

    [Theory]
    [InlineData("\"address\": \"M_ME_NC_1:100\"", TypeId.M_ME_NC_1, 100, 1)]
    [InlineData("\"address\": \"M_ME_NC:100\"", TypeId.M_ME_NC_1, 100, 1)]
    [InlineData("\"address\": \"m_me_tf_1:16777215\"", TypeId.M_ME_TF_1, 16_777_215, 1)]
    [InlineData("\"address\": \"M_ME_NF_1: 7\"", TypeId.M_ME_NC_1, 7, 1)]
    [InlineData("\"address\": \"SP:7\"", TypeId.M_SP_NA_1, 7, 1)]
    [InlineData("\"address\": \"M_SP_TB_1:7\"", TypeId.M_SP_TB_1, 7, 1)]
    [InlineData("\"address\": \"30:7\"", TypeId.M_SP_TB_1, 7, 1)]
    [InlineData("\"address\": 100", TypeId.M_ME_NA_1, 100, 1)]
    [InlineData("\"address\": \"100\", \"type\": \"M_IT_NA_1\", \"iec104PointType\": \"M_SP_NA_1\"", TypeId.M_IT_NA_1, 100, 1)]
    [InlineData("\"address\": \"100\", \"iec104PointType\": \"ME_NB\"", TypeId.M_ME_NB_1, 100, 1)]
    [InlineData("\"iec104PointNumber\": 5, \"iec104PublicAddress\": 3", TypeId.M_ME_NA_1, 5, 3)]
    [InlineData("\"iec104PublicAddress\": 9", TypeId.M_ME_NA_1, 9, 1)]
    [InlineData("\"address\": \"100\", \"iec104PublicAddress\": 0", TypeId.M_ME_NA_1, 100, 1)]
    [InlineData("\"address\": \"\", \"iec104PointNumber\": \"8\", \"iec104PublicAddress\": \"\", \"iec104CommandAddress\": \"\"", TypeId.M_ME_NA_1, 8, 1)]
    public void An_address_names_the_type_and_the_point(string members, TypeId type, int address, int commonAddress)
    {
        var tag = Tags($$"""{"id": "t", {{members}}, "scale": 2}""").ShouldHaveSingleItem();

        (tag.Problem, tag.Iec104!.Type, tag.Iec104.Address, tag.Iec104.CommandAddress, tag.Iec104.CommonAddress).ShouldBe((null, type, address, address, commonAddress));
        tag.Scaling.ShouldBe(new TagScaling { Scale = 2 });
    }

    [Theory]
    [InlineData("\"address\": \"abc\"", "address")]
    [InlineData("\"address\": \"M_ME_NC_1:\"", "address")]
    [InlineData("\"address\": \"M_ME_NC_1:0\"", "address")]
    [InlineData("\"address\": \"M_ME_NC_1:16777216\"", "address")]
    [InlineData("\"address\": \"M_ME_NC_1:-5\"", "address")]
    [InlineData("\"address\": \"M_XX_NC_1:5\"", "address")]
    [InlineData("\"address\": \":5\"", "address")]
    [InlineData("\"address\": \"M_ME_NA_1,M_SP_NA_1:5\"", "address")]
    [InlineData("\"address\": \"C_SC_NA_1:5\"", "address")]
    [InlineData("\"address\": \"200:5\"", "address")]
    [InlineData("\"scale\": 1", "address")]
    [InlineData("\"address\": \"5\", \"type\": \"M_EI_NA_1\"", "type")]
    [InlineData("\"address\": \"5\", \"iec104PointType\": \"float\"", "iec104PointType")]
    [InlineData("\"iec104PointNumber\": 0", "iec104PointNumber")]
    [InlineData("\"address\": \"5\", \"iec104PublicAddress\": 65535", "iec104PublicAddress")]
    [InlineData("\"address\": \"5\", \"iec104CommandAddress\": \"x\"", "iec104CommandAddress")]
    [InlineData("\"address\": \"5\", \"scale\": \"big\"", "scale")]
    public void What_is_ill_of_a_tag_is_told_with_its_key_and_costs_that_tag_alone(string members, string key)
    {
        var read = PollerBench.Read(Device($$"""{"id": "t", {{members}}},{"id": "good", "address": "5"}"""));

        read.Problems.ShouldHaveSingleItem().ShouldMatch($"^poller\\.json:1:[0-9]+: device 'd', tag 't', {key}: found ");
        read.Devices[0].Tags.Select(static tag => tag.Problem is null).ShouldBe([false, true]);
    }

    private static string Device(string tags) => $$"""{"name": "d", "enabled": true, "deviceType": "IEC-104", "iec104IpAddress": "a", "tags": [{{tags}}]}""";

    private static ImmutableArray<PollerTag> Tags(string tags) => PollerBench.Read(Device(tags)).Devices[0].Tags;
}
