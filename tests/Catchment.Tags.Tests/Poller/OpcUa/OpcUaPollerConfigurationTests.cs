using System.Text;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Poller.OpcUa;

/// <summary>What the file says of OPC UA, and how values become others. Source: tags 10.1, 10.2, 10.4.</summary>
public sealed class OpcUaPollerConfigurationTests
{
    [Theory]
    [InlineData("OPC-UA")]
    [InlineData("OPC UA")]
    [InlineData("opcua")]
    [InlineData("Opc_Ua")]
    public void Every_spelling_of_the_type_is_known_and_every_setting_has_its_default(string type)
    {
        var device = PollerBench.Read($$"""{"name": "d", "enabled": true, "deviceType": "{{type}}", "opcuaServerUrl": "opc.tcp://plc:4840"}""").Devices.ShouldHaveSingleItem();

        (device.Protocol, device.Problem, device.Endpoint).ShouldBe((PollerProtocol.OpcUa, null, "opc.tcp://plc:4840"));
        device.OpcUa.ShouldBe(new OpcUaDevice { Url = "opc.tcp://plc:4840" });
        device.OpcUa!.ReconnectDelays().Select(static delay => delay.TotalSeconds).ShouldBe([5, 10, 15, 60]);
    }

    [Fact]
    public void All_settings_are_read_and_the_selected_endpoint_counts_more_than_the_address()
    {
        var device = PollerBench.Read("""
            {"name": "d", "enabled": true, "deviceType": "OPC-UA", "opcuaServerUrl": "opc.tcp://a", "opcuaEndpointSelection": "opc.tcp://b:1/x", "opcuaSecurityMode": "SignAndEncrypt",
             "opcuaSecurityPolicy": "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256", "opcuaAuthType": "UsernamePassword", "opcuaUsername": "u", "opcuaPassword": " p ", "opcuaAllowPlainPassword": "true",
             "opcuaClientCertRef": "/c.pem", "opcuaClientKeyRef": "/k.pem", "opcuaAcceptServerCert": "Reject", "opcuaAllowOtherHostName": true, "opcuaSessionTimeout": 30000, "opcuaRequestTimeout": "2000", "opcuaKeepAliveInterval": 3000,
             "opcuaReconnectRetries": 1, "opcuaPublishingInterval": 500, "opcuaSamplingInterval": 250, "opcuaQueueSize": 5, "opcuaDeadbandType": "percent", "opcuaDeadbandValue": 2.5}
            """).Devices.ShouldHaveSingleItem();

        device.Problem.ShouldBeNull();
        device.OpcUa.ShouldBe(new OpcUaDevice
        {
            Url = "opc.tcp://b:1/x",
            SecurityMode = MessageSecurityMode.SignAndEncrypt,
            Authentication = OpcUaAuthentication.UserNamePassword,
            UserName = "u",
            Password = " p ",
            AllowsPlainPassword = true,
            CertificateFile = "/c.pem",
            KeyFile = "/k.pem",
            Trust = OpcUaServerTrust.Reject,
            AllowsOtherHostName = true,
            SessionTimeout = TimeSpan.FromSeconds(30),
            RequestTimeout = TimeSpan.FromSeconds(2),
            KeepAliveInterval = TimeSpan.FromSeconds(3),
            ReconnectRetries = 1,
            PublishingInterval = TimeSpan.FromSeconds(0.5),
            SamplingInterval = TimeSpan.FromSeconds(0.25),
            QueueSize = 5,
            Deadband = OpcUaDeadband.Percent,
            DeadbandValue = 2.5,
        });
        device.ToString().ShouldNotContain(" p ");
        device.OpcUa!.ReconnectDelays().Select(static delay => delay.TotalSeconds).ShouldBe([5, 60]);
    }

    [Fact]
    public void The_sample_of_the_documentation_is_read_without_a_complaint()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Poller", "Docs", "poller.md"));
        var sample = page.Split("```yml\n")[2].Split("```")[0];

        var read = PollerFile.Read(Encoding.UTF8.GetBytes(sample), "poller.md");
        read.Problems.ShouldBeEmpty();
        read.Devices.ShouldHaveSingleItem().Tags.Select(static tag => tag.OpcUa!.NodeId.ToString()).ShouldBe(["ns=2;s=Chiller.Inlet", "nsu=http://chiller.example/;s=Setpoint", "ns=2;i=1001"]);
    }

    [Theory]
    [InlineData("\"opcuaServerUrl\": \"http://a\"", "opcuaServerUrl")]
    [InlineData("\"opcuaServerUrl\": \"opc.tcp://user:secret@a\"", "opcuaServerUrl")]
    [InlineData("\"opcuaSecurityMode\": \"Some\"", "opcuaSecurityMode")]
    [InlineData("\"opcuaSecurityMode\": \"Sign\", \"opcuaSecurityPolicy\": \"None\"", "opcuaSecurityPolicy")]
    [InlineData("\"opcuaSecurityPolicy\": \"Basic256\"", "opcuaSecurityPolicy")]
    [InlineData("\"opcuaAuthType\": \"Kerberos\"", "opcuaAuthType")]
    [InlineData("\"opcuaAuthType\": \"UsernamePassword\"", "opcuaUsername")]
    [InlineData("\"opcuaAcceptServerCert\": \"maybe\"", "opcuaAcceptServerCert")]
    [InlineData("\"opcuaPassword\": [1]", "opcuaPassword")]
    [InlineData("\"opcuaClientKeyRef\": \"/k.pem\"", "opcuaClientCertRef")]
    [InlineData("\"opcuaSessionTimeout\": -1", "opcuaSessionTimeout")]
    [InlineData("\"opcuaRequestTimeout\": \"soon\"", "opcuaRequestTimeout")]
    [InlineData("\"opcuaReconnectRetries\": 1.5", "opcuaReconnectRetries")]
    [InlineData("\"opcuaQueueSize\": -2", "opcuaQueueSize")]
    [InlineData("\"opcuaDeadbandType\": \"Wide\"", "opcuaDeadbandType")]
    [InlineData("\"opcuaDeadbandType\": \"Percent\", \"opcuaDeadbandValue\": 101", "opcuaDeadbandValue")]
    public void What_is_ill_of_a_device_is_told_with_its_key_and_costs_that_device_alone(string members, string key)
    {
        const string Good = """{"name": "good", "enabled": true, "deviceType": "OPC-UA", "opcuaServerUrl": "opc.tcp://a"}""";
        var url = members.Contains("opcuaServerUrl", StringComparison.Ordinal) ? "" : "\"opcuaServerUrl\": \"opc.tcp://a\", ";
        var read = PollerBench.Read($$"""{"name": "d", "enabled": true, "deviceType": "OPC-UA", {{url}}{{members}}},{{Good}}""");

        read.Problems.ShouldHaveSingleItem().ShouldMatch($"^poller\\.json:1:[0-9]+: device 'd', {key}: found ");
        read.Problems[0].ShouldContain(key == "opcuaServerUrl" ? "allowed: the URL" : "allowed: ");
        read.Devices.Select(static device => device.Problem is null).ShouldBe([false, true]);
    }

    [Theory]
    [InlineData("\"address\": \"ns=2;s=Boiler\"", "ns=2;s=Boiler")]
    [InlineData("\"opcuaNodeId\": \"ns=3;i=5\", \"address\": \"40001\"", "ns=3;i=5")]
    [InlineData("\"address\": \"i=2258\"", "i=2258")]
    [InlineData("\"address\": \"s=a;b=c\"", "s=a;b=c")]
    [InlineData("\"address\": \"nsu=http://lab.example/;s=x\"", "nsu=http://lab.example/;s=x")]
    [InlineData("\"address\": \"ns=4;b=AQI=\", \"opcuaNodeIdType\": \"Opaque\"", "ns=4;b=AQI=")]
    [InlineData("\"address\": \"Boiler.Level\", \"opcuaNodeIdType\": \"String\", \"opcuaNamespaceIndex\": 2", "ns=2;s=Boiler.Level")]
    [InlineData("\"address\": \"ns=2;1001\", \"opcuaNodeIdType\": \"Numeric\"", "ns=2;i=1001")]
    [InlineData("\"address\": 2258, \"opcuaNodeIdType\": \"numeric\"", "i=2258")]
    public void A_node_is_named_by_its_text(string members, string node)
    {
        var tag = TagOf(members);

        (tag.Problem, tag.OpcUa!.NodeId.ToString()).ShouldBe((null, node));
    }

    [Theory]
    [InlineData("\"address\": \"Boiler\"", "address")]
    [InlineData("\"address\": \"i=x\"", "address")]
    [InlineData("\"address\": \"i=0\"", "address")]
    [InlineData("\"address\": \"svr=1;i=5\"", "address")]
    [InlineData("\"opcuaNodeId\": \"ns=70000;i=1\"", "opcuaNodeId")]
    [InlineData("\"address\": \"x\", \"opcuaNodeIdType\": \"Guid\"", "address")]
    [InlineData("\"address\": \"i=5\", \"opcuaNodeIdType\": \"Roman\"", "opcuaNodeIdType")]
    [InlineData("\"address\": \"i=5\", \"opcuaDataType\": \"Structure\"", "opcuaDataType")]
    [InlineData("\"address\": \"i=5\", \"opcuaDataType\": \"7\"", "opcuaDataType")]
    [InlineData("\"address\": \"i=5\", \"scale\": \"x\"", "scale")]
    [InlineData("\"name\": \"n\"", "address")]
    public void What_is_ill_of_a_tag_is_told_with_its_key(string members, string key)
    {
        TagOf(members).Problem.ShouldNotBeNull().ShouldStartWith($"{key}: found ");
    }

    [Fact]
    public void What_a_tag_writes_it_reads_again_in_every_type()
    {
        var random = new Random(13);
        BuiltInType[] types = [.. Enum.GetValues<BuiltInType>().Where(type => type is >= BuiltInType.SByte and <= BuiltInType.Double)];
        for (var round = 0; round < Fuzzing.Rounds(2_000, 1_000_000); round++)
        {
            var tag = new PollerTag { Id = "t", Name = "t", Key = "d:t", Scaling = new TagScaling { Scale = random.Next(1, 5) / 4.0, Offset = random.Next(-9, 9) } };
            var raw = random.Next(0, 100);
            var value = TagValue.Of(tag.Scaling.Apply(raw));
            var type = types[random.Next(types.Length)];

            OpcUaValues.Write(tag, value, type, out var written).ShouldBeNull();
            written.Type.ShouldBe(type);
            written.TryGetNumber(out var number).ShouldBeTrue();
            number.ShouldBe(raw, 1e-5);
            OpcUaValues.Read(tag, written, out var read).ShouldBeNull();
            read.TryGetNumber(out var back).ShouldBeTrue();
            back.ShouldBe(tag.Scaling.Apply(raw), 1e-4);
        }
    }

    [Fact]
    public void What_is_no_value_of_a_type_is_refused_in_words()
    {
        var tag = new PollerTag { Id = "t", Name = "t", Key = "d:t" };
        foreach (var (value, type) in ((TagValue, BuiltInType)[])[(TagValue.Of(300L), BuiltInType.Byte), (TagValue.Of(-1L), BuiltInType.UInt32), (TagValue.Of("hot"), BuiltInType.Double), (TagValue.Null, BuiltInType.Boolean), (TagValue.Of("x"), BuiltInType.Guid), (TagValue.Of("hot"), BuiltInType.Boolean), (TagValue.Of(1L), BuiltInType.ExtensionObject), (TagValue.Of(1e300), BuiltInType.Float)])
            OpcUaValues.Write(tag, value, type, out _).ShouldNotBeNull($"{value} as {type}");
        foreach (var read in (Variant[])[new(double.NaN), new(double.PositiveInfinity), new(new EUInformation()), Variant.OfArray(BuiltInType.Double, new[] { double.NaN }), new(new string('x', TagStore.MaxTextBytes + 1))])
            OpcUaValues.Read(tag, read, out _).ShouldNotBeNull($"{read.Type}");
        OpcUaValues.Write(tag, TagValue.Of(2.7), BuiltInType.Int16, out var near).ShouldBeNull();
        near.ShouldBe(new Variant((short)3));
        OpcUaValues.Read(tag, new Variant(ulong.MaxValue), out var great).ShouldBeNull();
        great.TryGetNumber(out var number).ShouldBeTrue();
        number.ShouldBe(ulong.MaxValue);
        OpcUaValues.Read(tag, new Variant(new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc)), out var time).ShouldBeNull();
        time.ShouldBe(TagValue.Of("2026-03-01T00:00:00Z"));
    }

    [Fact]
    public void Random_texts_are_node_ids_or_told()
    {
        var random = new Random(17);
        string[] pieces = ["ns=", "nsu=", "svr=", "i=", "s=", "g=", "b=", ";", "2", "65536", "AQI=", "urn:a", "%3B", "%", "\\u0000", "72962b91-fa75-4ae6-8d28-b404dc7daf63", "", "x"];
        for (var round = 0; round < Fuzzing.Rounds(400, 200_000); round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => pieces[random.Next(pieces.Length)]));
            var tag = TagOf($"\"address\": \"{text}\", \"opcuaNodeIdType\": \"{(random.Next(2) == 0 ? "Auto" : "String")}\"");
            if (tag.Problem is null)
                OpcUaPlace.Parse(tag.OpcUa!.NodeId.ToString()).ShouldBe(tag.OpcUa.NodeId, text);
        }
    }

    private static PollerTag TagOf(string members) =>
        PollerFile.Read(Encoding.UTF8.GetBytes(PollerBench.File($$"""{"name": "d", "enabled": true, "deviceType": "OPC-UA", "opcuaServerUrl": "opc.tcp://a", "tags": [{"id": "t", {{members}}}]}""")), "poller.json").Devices.ShouldHaveSingleItem().Tags.ShouldHaveSingleItem();
}
