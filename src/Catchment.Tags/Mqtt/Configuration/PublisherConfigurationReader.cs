using System.Text.Json;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Http;
using Catchment.Tags.Mqtt.Payloads;

namespace Catchment.Tags.Mqtt.Configuration;

/// <summary>
/// Reads the body of POST <c>/mqtt-publisher/config</c>. Upstream looks at nothing before it runs; here a member that cannot be meant is
/// refused, and a text of an enumeration that is not known stands for its default, with a warning. Source: <c>tags</c> 6.6.
/// </summary>
public static class PublisherConfigurationReader
{
    private const int MostBrokers = 100;
    private const int MostMappings = 10_000;
    private const int MostTags = 100_000;
    private const int LeastInterval = 10;
    private const int LongestInterval = 86_400_000;

    private static readonly JsonElement NoEntries = JsonDocument.Parse("[]").RootElement.Clone();

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="MqttConfigurationException">It cannot be meant.</exception>
    public static PublisherConfiguration Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
                throw ConfigurationError.Of("more than one document");
            return Read(document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw ConfigurationError.Of($"no JSON: {e.Message}");
        }
    }

    /// <summary>Reads a document; parts of it are kept.</summary>
    /// <param name="document">The document, of a lifetime of its own.</param>
    /// <exception cref="MqttConfigurationException">It cannot be meant.</exception>
    public static PublisherConfiguration Read(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
            throw ConfigurationError.Of("it must be an object");
        var members = new JsonMember(document, "configuration");
        var warnings = new List<string>();
        var brokers = members.List("brokers", MostBrokers).Select((entry, i) => ReadBroker(Entry(entry, "broker", i), warnings)).ToArray();
        var mappings = members.List("mappings", MostMappings).Select((entry, i) => ReadMapping(Entry(entry, "mapping", i), warnings)).ToArray();
        DemandOnce("broker", brokers.Select(static broker => broker.Id));
        DemandOnce("mapping", mappings.Select(static mapping => mapping.Id));
        if (mappings.Sum(static mapping => (long)mapping.Keys.Count) > MostTags)
            throw ConfigurationError.Of($"the mappings have more than {MostTags} tags together");
        return new PublisherConfiguration
        {
            IsEnabled = members.Flag("enabled", otherwise: false),
            Brokers = brokers,
            Mappings = mappings,
            GivenBrokers = Given(document, "brokers"),
            GivenMappings = Given(document, "mappings"),
            Warnings = warnings,
        };
    }

    private static JsonElement Given(JsonElement document, string name) =>
        document.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list : NoEntries;

    /// <summary>Names an entry by its place: its id may be what is wrong.</summary>
    private static (JsonMember Members, string Where) Entry(JsonElement entry, string kind, int index)
    {
        var where = $"{kind} {index + 1}";
        if (entry.ValueKind != JsonValueKind.Object)
            throw ConfigurationError.Of($"{where} must be an object");
        return (new JsonMember(entry, where), where);
    }

    private static void DemandOnce(string kind, IEnumerable<string> ids)
    {
        if (ids.GroupBy(static id => id, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw ConfigurationError.Of($"two {kind}s have the id '{twice.Key}'");
    }

    private static BrokerEntry ReadBroker((JsonMember Members, string Where) entry, List<string> warnings)
    {
        var broker = entry.Members;
        var id = broker.Required("id");
        var protocol = broker.Text("protocol") ?? "mqtt";
        if (protocol is not ("mqtt" or "mqtts" or "ws" or "wss"))
            warnings.Add($"broker '{id}': the protocol '{protocol}' is not known; mqtt is taken");
        var version = broker.Text("protocolVersion") ?? "3.1.1";
        if (version is not ("3.1.1" or "4" or "5" or "5.0"))
            throw broker.Wrong("protocolVersion", "must be 3.1.1 or 5");
        var read = new BrokerEntry
        {
            Id = id,
            Name = broker.Required("name"),
            Address = broker.Required("address"),
            Port = broker.Number("port", otherwise: null, 1, ushort.MaxValue),
            ClientId = broker.Text("clientId") is { Length: > 0 } client ? client : $"iot-gateway-{id}",
            KeepAlive = broker.Number("keepalive", otherwise: 60, 0, ushort.MaxValue),
            CleanSession = broker.Flag("cleanSession", otherwise: true),
            Transport = protocol is "ws" or "wss" ? MqttTransport.WebSocket : MqttTransport.Tcp,
            Version = version[0] == '5' ? MqttVersion.V500 : MqttVersion.V311,
            WebSocketPath = broker.Text("path") ?? "/mqtt",
            Tls = ReadTls(broker, entry.Where, protocol is "mqtts" or "wss"),
            IsEnabled = broker.Flag("enabled", otherwise: true),
            Sparkplug = ReadSparkplug(broker, entry.Where),
        };
        if (Uri.CheckHostName(read.Address) == UriHostNameType.Unknown)
            throw broker.Wrong("address", "must be a host name or an address");
        return broker.Object("auth") is { } given && new JsonMember(given, $"{entry.Where}, auth") is var auth && auth.Flag("enabled", otherwise: false)
            ? read with { UserName = auth.Text("username") is { Length: > 0 } user ? user : null, Password = auth.Text("username") is { Length: > 0 } ? auth.Text("password") : null }
            : read;
    }

    private static MqttTls? ReadTls(JsonMember broker, string where, bool isImplied)
    {
        if (broker.Object("tls") is not { } given)
            return isImplied ? new MqttTls() : null;
        var tls = new JsonMember(given, $"{where}, tls");
        if (!isImplied && !tls.Flag("enabled", otherwise: false))
            return null;
        return new MqttTls
        {
            ChecksHostName = tls.Flag("verifyServer", otherwise: true),
            ChecksCertificate = !tls.Flag("allowInsecure", otherwise: false),
            CaFile = NotEmpty(tls.Text("caFile")),
            CertificateFile = NotEmpty(tls.Text("certFile")),
            KeyFile = NotEmpty(tls.Text("keyFile")),
        };
    }

    private static SparkplugNode? ReadSparkplug(JsonMember broker, string where)
    {
        if (broker.Object("sparkplug") is not { } given)
            return null;
        var members = new JsonMember(given, $"{where}, sparkplug");
        return new SparkplugNode(Part("groupId"), Part("edgeNodeId"));

        string Part(string name) =>
            members.Required(name) is var part && MqttTopic.IsName(part) && !part.Contains('/', StringComparison.Ordinal) ? part : throw members.Wrong(name, "must not hold / + #");
    }

    private static PublisherMapping ReadMapping((JsonMember Members, string Where) entry, List<string> warnings)
    {
        var mapping = entry.Members;
        var id = mapping.Required("id");
        var topic = mapping.Required("topicName");
        if (!MqttTopic.IsName(topic))
            throw mapping.Wrong("topicName", "must be a topic without + and #");
        var format = mapping.Text("format") ?? "json";
        if (format is not ("json" or "csv" or "plain" or "xml" or "sparkplug"))
            warnings.Add($"mapping '{id}': the format '{format}' is not known; json is taken");
        return new PublisherMapping
        {
            Id = id,
            Topic = topic,
            BrokerId = mapping.Required("brokerId"),
            Keys = [.. mapping.List("selectedTags", MostTags).Select(tag => ReadTag(tag, entry.Where)).OfType<string>().Distinct(StringComparer.Ordinal)],
            Qos = (MqttQos)mapping.Number("qos", otherwise: 0, 0, 2),
            Retain = mapping.Flag("retain", otherwise: false),
            Interval = TimeSpan.FromMilliseconds(mapping.Number("publishInterval", otherwise: 1000, LeastInterval, LongestInterval)),
            IsOnChange = mapping.Flag("publishOnChange", otherwise: false),
            MinimumInterval = TimeSpan.FromMilliseconds(mapping.Number("minimumInterval", otherwise: 50, 0, LongestInterval)),
            Style = new PayloadStyle(
                format switch
                {
                    "csv" => PayloadFormat.Csv,
                    "plain" => PayloadFormat.Plain,
                    "xml" => PayloadFormat.Xml,
                    "sparkplug" => PayloadFormat.Sparkplug,
                    _ => PayloadFormat.Json,
                },
                mapping.Text("delimiter") ?? ",",
                mapping.Flag("includeTimestamp", otherwise: true),
                mapping.Flag("includeHeaders", otherwise: true)),
            IsEnabled = mapping.Flag("enabled", otherwise: true),
        };
    }

    /// <summary>Only the name counts; an entry without one names nothing.</summary>
    private static string? ReadTag(JsonElement tag, string where)
    {
        if (tag.ValueKind != JsonValueKind.Object)
            throw ConfigurationError.Of($"{where}: 'selectedTags' must hold objects");
        return NotEmpty(new JsonMember(tag, $"{where}, selectedTags").Text("name"));
    }

    private static string? NotEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
