using System.Text;
using System.Text.Json;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Http;
using Catchment.Tags.Mqtt.Configuration;
using Catchment.Tags.Mqtt.Payloads;

namespace Catchment.Tags.Tests.Mqtt;

public sealed class PublisherConfigurationTests
{
    private const string Whole = """
        {"enabled":true,
         "brokers":[{"id":"b1","name":"n","address":"broker.example","port":8883,"clientId":"me","keepalive":10,"cleanSession":false,"protocol":"wss","path":"/x","protocolVersion":"5",
                     "auth":{"enabled":true,"username":"u","password":"p"},"tls":{"verifyServer":false,"caFile":"/ca","certFile":"/c","keyFile":"/k"},"sparkplug":{"groupId":"G","edgeNodeId":"E"},"later":1}],
         "mappings":[{"id":"m1","topicName":"a/b","brokerId":"b1","selectedTags":[{"id":"1","name":"k1"},{"id":"2"},{"name":"k1"},{"name":"k2"}],"qos":2,"retain":true,"publishInterval":250,
                      "publishOnChange":true,"minimumInterval":0,"format":"csv","delimiter":";","includeTimestamp":false,"includeHeaders":false,"enabled":false}]}
        """;

    [Fact]
    public void Every_member_is_read()
    {
        var read = Read(Whole);
        read.IsEnabled.ShouldBeTrue();
        read.Brokers.ShouldHaveSingleItem().ShouldBe(new BrokerEntry
        {
            Id = "b1",
            Name = "n",
            Address = "broker.example",
            Port = 8883,
            ClientId = "me",
            KeepAlive = 10,
            CleanSession = false,
            Transport = MqttTransport.WebSocket,
            Version = MqttVersion.V500,
            WebSocketPath = "/x",
            UserName = "u",
            Password = "p",
            Tls = new MqttTls { ChecksHostName = false, CaFile = "/ca", CertificateFile = "/c", KeyFile = "/k" },
            Sparkplug = new SparkplugNode("G", "E"),
        });
        var mapping = read.Mappings.ShouldHaveSingleItem();
        mapping.Keys.ShouldBe(["k1", "k2"]);
        mapping.Style.ShouldBe(new PayloadStyle(PayloadFormat.Csv, ";", IncludesTimestamp: false, IncludesHeaders: false));
        (mapping.Qos, mapping.Retain, mapping.Interval, mapping.IsOnChange, mapping.IsEnabled).ShouldBe((MqttQos.ExactlyOnce, true, TimeSpan.FromMilliseconds(250), true, false));
    }

    [Fact]
    public void Defaults_are_upstreams()
    {
        var read = Read("""{"brokers":[{"id":7,"name":"n","address":"h","port":"1883","auth":{"enabled":false,"username":"u"},"tls":{"enabled":false}}],"mappings":[{"id":"m","topicName":"t","brokerId":"unknown","format":"yaml"}]}""");
        read.IsEnabled.ShouldBeFalse();
        read.Brokers[0].ShouldBe(new BrokerEntry { Id = "7", Name = "n", Address = "h", Port = 1883, ClientId = "iot-gateway-7" });
        var mapping = read.Mappings[0];
        (mapping.Qos, mapping.Retain, mapping.Interval, mapping.IsEnabled, mapping.Style).ShouldBe((MqttQos.AtMostOnce, false, TimeSpan.FromSeconds(1), true, new PayloadStyle(PayloadFormat.Json)));
        read.Warnings.ShouldHaveSingleItem().ShouldContain("yaml");
    }

    [Fact]
    public void The_answer_is_what_was_given()
    {
        using var given = JsonDocument.Parse(Whole);
        using var written = JsonDocument.Parse(Write(Read(Whole).WriteTo));
        JsonElement.DeepEquals(written.RootElement, given.RootElement).ShouldBeTrue();
        Write(Read("{}").WriteTo).ShouldBe("""{"enabled":false,"brokers":[],"mappings":[]}""");
        Write(Read(Whole).WriteMappingsTo).ShouldStartWith("{\"m1\":{\"id\":\"m1\",");
        var without = Read(Whole).Without("m1").ShouldNotBeNull();
        Write(without.WriteMappingsTo).ShouldBe("{}");
        Write(without.WriteTo).ShouldEndWith("\"mappings\":[]}");
        Read(Whole).Without("other").ShouldBeNull();
    }

    [Theory]
    [InlineData("[]", "it must be an object")]
    [InlineData("{\"brokers\":1}", "configuration: 'brokers' must be a list")]
    [InlineData("{\"brokers\":[1]}", "broker 1 must be an object")]
    [InlineData("{\"brokers\":[{\"id\":\"b\"}]}", "broker 1: 'name' is required")]
    [InlineData("{\"brokers\":[{\"id\":\"b\",\"name\":\"n\",\"address\":\"h\",\"port\":70000}]}", "broker 1: 'port' must be a whole number from 1 to 65535")]
    [InlineData("{\"brokers\":[{\"id\":\"b\",\"name\":\"n\",\"address\":\"h/x\",\"port\":1}]}", "broker 1: 'address' must be a host name or an address")]
    [InlineData("{\"brokers\":[{\"id\":\"b\",\"name\":\"n\",\"address\":\"h\",\"port\":1},{\"id\":\"b\",\"name\":\"n\",\"address\":\"h\",\"port\":1}]}", "two brokers have the id 'b'")]
    [InlineData("{\"mappings\":[{\"id\":\"m\",\"topicName\":\"a/#\",\"brokerId\":\"b\"}]}", "mapping 1: 'topicName' must be a topic without + and #")]
    [InlineData("{\"mappings\":[{\"id\":\"m\",\"topicName\":\"a\",\"brokerId\":\"b\",\"qos\":3}]}", "mapping 1: 'qos' must be a whole number from 0 to 2")]
    [InlineData("{\"mappings\":[{\"id\":\"m\",\"topicName\":\"a\",\"brokerId\":\"b\",\"selectedTags\":[\"x\"]}]}", "mapping 1: 'selectedTags' must hold objects")]
    public void What_cannot_be_meant_is_refused_in_plain_words(string json, string text) =>
        Should.Throw<MqttConfigurationException>(() => Read(json)).Message.ShouldBe("Error updating MQTT Publisher config: " + text);

    [Fact]
    public void Any_document_is_read_or_refused()
    {
        const string letters = "{}[]\",:0123456789.-eEtrufalsn\\ ";
        var random = new Random(11);
        for (var round = 0; round < Fuzzing.Rounds(brief: 5_000, full: 300_000); round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Whole);
            for (var hits = random.Next(1, 6); hits > 0; hits--)
            {
                // Mostly letters of JSON, or nothing would get beyond its syntax.
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)letters[random.Next(letters.Length)];
            }

            try
            {
                var read = PublisherConfigurationReader.Read(bytes);
                Write(read.WriteTo).ShouldNotBeEmpty();
            }
            catch (MqttConfigurationException e)
            {
                e.Message.ShouldStartWith("Error updating MQTT Publisher config: ");
            }
        }
    }

    private static PublisherConfiguration Read(string json) => PublisherConfigurationReader.Read(Encoding.UTF8.GetBytes(json));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
