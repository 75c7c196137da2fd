using System.Buffers;
using System.Text.Json;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Mqtt.Configuration;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Mqtt;

/// <summary>
/// The publisher that is configured over the API. Its configuration is durable before it is used; a change keeps the connections to
/// brokers whose entries are as they were. Source: <c>tags</c> 6.6.
/// </summary>
public sealed partial class MqttPublisher : IMqttDesk, IKeyReferences, IAsyncDisposable
{
    private const string DocumentName = "mqtt_publisher";

    private readonly TagStore _store;
    private readonly IDocumentStore? _documents;
    private readonly MqttSurroundings _surroundings;
    private readonly OutboxFolder _outboxes;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile PublisherConfiguration _configuration = PublisherConfiguration.Empty;
    private volatile IReadOnlyList<PublisherLink> _links = [];
    private volatile bool _isRunning;
    private volatile bool _isUnread; // The kept configuration: what waits for its brokers is not thrown away.

    /// <summary>Makes a publisher with the configuration that was kept; it publishes nothing yet.</summary>
    /// <param name="store">Where the values are.</param>
    /// <param name="documents">Where the configuration is kept; null: it does not outlive the process.</param>
    /// <param name="surroundings">What it works with.</param>
    /// <exception cref="IOException">The kept configuration cannot be read.</exception>
    public MqttPublisher(TagStore store, IDocumentStore? documents, MqttSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        (_store, _documents, _surroundings) = (store, documents, surroundings);
        _outboxes = new OutboxFolder(surroundings);
        if (documents?.Load(DocumentName) is not { } kept)
            return;
        try
        {
            _configuration = PublisherConfigurationReader.Read(kept);
        }
        catch (MqttConfigurationException e)
        {
            _isUnread = true;
            LogKept(surroundings.Logger, e.Message); // An older program's, or somebody edited it: publishing nothing is better than not to start.
        }
    }

    /// <summary>Whether it publishes.</summary>
    public bool IsRunning => _isRunning && _configuration.IsEnabled;

    /// <summary>Begins to publish.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task StartAsync(CancellationToken cancellation) => ChangeAsync(() => _isRunning = true, cancellation);

    /// <summary>Ends publishing and the connections; what waits on disk stays.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task StopAsync(CancellationToken cancellation) => ChangeAsync(() => _isRunning = false, cancellation);

    /// <inheritdoc/>
    public async Task ConfigureAsync(JsonElement configuration, CancellationToken cancellation)
    {
        var read = PublisherConfigurationReader.Read(configuration.Clone());
        foreach (var warning in read.Warnings)
            LogWarning(_surroundings.Logger, warning);
        await ChangeAsync(() => Keep(read), cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveMappingAsync(string id, CancellationToken cancellation)
    {
        var isRemoved = false;
        await ChangeAsync(
            () =>
            {
                if (_configuration.Without(id) is not { } left)
                    return;
                Keep(left);
                isRemoved = true;
            },
            cancellation);
        return isRemoved;
    }

    /// <inheritdoc/>
    public void WriteConfiguration(Utf8JsonWriter writer) => _configuration.WriteTo(writer);

    /// <inheritdoc/>
    public void WriteMappings(Utf8JsonWriter writer) => _configuration.WriteMappingsTo(writer);

    /// <inheritdoc/>
    public void WriteStatus(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var configuration = _configuration;
        var links = _links;
        writer.WriteStartObject();
        writer.WriteBoolean("enabled", configuration.IsEnabled);
        writer.WriteBoolean("running", IsRunning);
        writer.WriteNumber("brokers_count", configuration.Brokers.Count);
        writer.WriteNumber("mappings_count", configuration.Mappings.Count);
        writer.WriteStartObject("broker_status");
        foreach (var broker in configuration.Brokers)
        {
            var link = links.FirstOrDefault(one => one.Broker.Id == broker.Id);
            writer.WriteStartObject(broker.Id);
            writer.WriteBoolean("connected", link?.IsConnected ?? false);
            writer.WriteNumber("queue_size", link?.QueueSize ?? 0);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public bool RefersTo(string key) => _configuration.Mappings.Any(mapping => mapping.Keys.Contains(key, StringComparer.Ordinal));

    /// <summary>Ends publishing.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _changing.Dispose();
    }

    private void Keep(PublisherConfiguration configuration)
    {
        if (_documents is not null)
        {
            var document = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(document))
                configuration.WriteTo(writer);
            _documents.Save(DocumentName, document.WrittenSpan);
        }

        _configuration = configuration;
        _isUnread = false;
    }

    /// <summary>Changes something, and brings connections and loops in line with it.</summary>
    private async Task ChangeAsync(Action change, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            change();
            await ApplyAsync();
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task ApplyAsync()
    {
        var configuration = _configuration;
        BrokerEntry[] wanted = IsRunning ? [.. configuration.Brokers.Where(static broker => broker.IsEnabled)] : [];
        var before = _links;
        PublisherLink[] kept = [.. before.Where(link => Array.IndexOf(wanted, link.Broker) >= 0)];
        _links = kept;
        foreach (var link in before.Except(kept))
            await link.DisposeAsync();
        if (_isRunning && !_isUnread)
            _outboxes.RemoveOthers(configuration.Brokers.Select(static broker => broker.Id));

        PublisherLink[] links = [.. wanted.Select(broker => Array.Find(kept, link => link.Broker == broker) ?? Open(broker))];
        _links = links;
        foreach (var link in links)
        {
            await link.PublishAsync([.. configuration.Mappings.Where(mapping => mapping.IsEnabled && mapping.BrokerId == link.Broker.Id)]);
            if (!kept.Contains(link))
                link.Start();
        }
    }

    private PublisherLink Open(BrokerEntry broker) =>
        new(broker, _outboxes.Open(PublisherLink.KeyOf(broker), OutboxFolder.NameOf(broker.Id), _surroundings.Options.OutboxItems), _store, _surroundings);

    [LoggerMessage(Level = LogLevel.Error, Message = "The kept configuration of the MQTT publisher cannot be used, and nothing is published until it is configured anew: {Why}")]
    private static partial void LogKept(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MQTT publisher: {Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);
}
