using System.Text;
using System.Threading.Channels;
using Catchment.Protocols.Mqtt;

namespace Catchment.Interop.Tests.Mqtt;

public sealed class MqttClientInteropTests : IClassFixture<MosquittoFixture>
{
    private readonly Mosquitto _broker;

    public MqttClientInteropTests(MosquittoFixture fixture) => _broker = fixture.Broker;

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V500)]
    public async Task Real_programs_take_what_we_publish_and_we_what_they_do(MqttVersion version)
    {
        var topic = $"real/{version}";
        using var subscriber = MosquittoClient.Subscribe(_broker.Port, topic + "/out/#", "-q", "2", "-V", version == MqttVersion.V311 ? "mqttv311" : "mqttv5");
        var arrived = Channel.CreateUnbounded<MqttMessage>();
        await using var client = Start(Options(version) with
        {
            Subscriptions = [new MqttSubscription(topic + "/in/+", MqttQos.ExactlyOnce)],
            Handler = (message, _) => arrived.Writer.WriteAsync(message, CancellationToken.None),
        });
        for (var qos = 0; qos <= 2; qos++)
        {
            await client.PublishAsync(new MqttMessage($"{topic}/out/{qos}", Encoding.UTF8.GetBytes($"größe {qos}"), (MqttQos)qos)).InTimeAsync();
            subscriber.Next().ShouldBe($"{qos} 0 {topic}/out/{qos} größe {qos}");
        }

        await client.PublishAsync(new MqttMessage(topic + "/out/kept", new byte[200_000], MqttQos.AtLeastOnce, Retain: true)).InTimeAsync();
        for (var qos = 0; qos <= 2; qos++)
        {
            MosquittoClient.Publish(_broker.Port, $"{topic}/in/{qos}", $"m{qos}", "-q", $"{qos}");
            var message = await arrived.Reader.ReadAsync().AsTask().InTimeAsync();
            (message.Topic, Encoding.UTF8.GetString(message.Payload.Span), message.Qos).ShouldBe(($"{topic}/in/{qos}", $"m{qos}", (MqttQos)qos));
        }
    }

    [Theory]
    [InlineData("tls", MqttVersion.V311)]
    [InlineData("tls with a client certificate", MqttVersion.V500)]
    [InlineData("websocket", MqttVersion.V311)]
    [InlineData("websocket over tls", MqttVersion.V500)]
    [InlineData("an address without a check of the name", MqttVersion.V311)]
    [InlineData("no check at all", MqttVersion.V311)]
    public async Task It_is_reached_over(string way, MqttVersion version)
    {
        var certificates = _broker.Certificates;
        var tls = new MqttTls { CaFile = certificates.CaFile };
        var options = Options(version);
        options = way switch
        {
            "tls" => options with { Port = _broker.TlsPort, Tls = tls },
            "tls with a client certificate" => options with { Port = _broker.MutualTlsPort, Tls = tls with { CertificateFile = certificates.ClientFile, KeyFile = certificates.ClientKeyFile } },
            "websocket" => options with { Port = _broker.WebSocketPort, Transport = MqttTransport.WebSocket },
            "websocket over tls" => options with { Port = _broker.WebSocketTlsPort, Transport = MqttTransport.WebSocket, Tls = tls },
            "an address without a check of the name" => options with { Host = "127.0.0.1", Port = _broker.TlsPort, Tls = tls with { ChecksHostName = false } },
            _ => options with { Host = "127.0.0.1", Port = _broker.TlsPort, Tls = new MqttTls { ChecksCertificate = false, CaFile = certificates.OtherCaFile } },
        };
        var topic = "way/" + way;
        var arrived = new TaskCompletionSource<MqttMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = Start(options with
        {
            Subscriptions = [new MqttSubscription(topic, MqttQos.ExactlyOnce)],
            Handler = (message, _) =>
            {
                arrived.TrySetResult(message);
                return ValueTask.CompletedTask;
            },
        });
        await client.PublishAsync(new MqttMessage(topic, new byte[100_000], MqttQos.ExactlyOnce)).InTimeAsync();
        (await arrived.Task.InTimeAsync()).Payload.Length.ShouldBe(100_000);
    }

    [Theory]
    [InlineData("an authority that did not issue it", "certificate")]
    [InlineData("a name that it does not have", "certificate")]
    [InlineData("a file that is not there", "no-such.pem")]
    public async Task A_broker_is_not_believed_for(string fault, string word)
    {
        var certificates = _broker.Certificates;
        var options = Options(MqttVersion.V311) with { Port = _broker.TlsPort };
        options = fault switch
        {
            "an authority that did not issue it" => options with { Tls = new MqttTls { CaFile = certificates.OtherCaFile } },
            "a name that it does not have" => options with { Host = "127.0.0.1", Tls = new MqttTls { CaFile = certificates.CaFile } },
            _ => options with { Tls = new MqttTls { CaFile = "/nowhere/no-such.pem" } },
        };
        var observer = new FirstFailure();
        await using var client = Start(options with { Observer = observer });
        (await observer.Reason.InTimeAsync()).ShouldContain(word);
        client.IsConnected.ShouldBeFalse();
    }

    [Fact]
    public async Task A_will_is_published_for_a_client_that_another_one_takes_over()
    {
        using var subscriber = MosquittoClient.Subscribe(_broker.Port, "will/#", "-q", "1");
        var connected = new Connections();
        await using var first = Start(Options(MqttVersion.V311) with
        {
            ClientId = "taken-over",
            Observer = connected,
            ReconnectMin = TimeSpan.FromHours(1),
            ReconnectMax = TimeSpan.FromHours(1),
            Will = () => new MqttMessage("will/x", "gone"u8.ToArray(), MqttQos.AtLeastOnce),
        });
        await connected.First.InTimeAsync();
        await using var second = Start(Options(MqttVersion.V311) with { ClientId = "taken-over" });
        subscriber.Next().ShouldBe("1 0 will/x gone");
    }

    private static MqttClient Start(MqttClientOptions options)
    {
        var client = new MqttClient(options);
        client.Start();
        return client;
    }

    private MqttClientOptions Options(MqttVersion version) => new()
    {
        Host = "localhost",
        Port = _broker.Port,
        Version = version,
        ClientId = "c-" + Guid.NewGuid().ToString("N"),
        ReconnectMin = TimeSpan.FromMilliseconds(50),
        ReconnectMax = TimeSpan.FromMilliseconds(200),
        ConnectTimeout = TimeSpan.FromSeconds(60),
    };

    private sealed class FirstFailure : IMqttObserver
    {
        private readonly TaskCompletionSource<string> _reason = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Reason => _reason.Task;

        public void Disconnected(string reason) => _reason.TrySetResult(reason);
    }

    private sealed class Connections : IMqttObserver
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task First => _first.Task;

        public void Connected(bool sessionPresent) => _first.TrySetResult();
    }
}
