using System.Collections.Concurrent;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Settings;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Mqtt;

/// <summary>A store and what MQTT works with, over clients whose brokers are the test.</summary>
internal sealed class MqttSite : IDocumentStore, IDisposable
{
    private readonly NodeMetrics _node;
    private readonly ConcurrentDictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _folder = new();

    public MqttSite(MqttOptions? options = null)
    {
        Store = new TagStore(new TagStoreSettings(), Time, null, NullLogger.Instance);
        _node = new NodeMetrics(Time, "1");
        Surroundings = new MqttSurroundings
        {
            Options = options ?? new MqttOptions(),
            Metrics = new MqttMetrics(_node.ForService("gateway", MqttMetrics.DiscardReasons)),
            Folder = _folder["mqtt"],
            Time = Time,
            Logger = NullLogger.Instance,
            Trouble = (key, reason) =>
            {
                lock (Trouble)
                {
                    if (reason is null) Trouble.Remove(key);
                    else Trouble[key] = reason;
                }
            },
            NewClient = clientOptions =>
            {
                var client = new StubClient(clientOptions);
                Clients.Add(client);
                return client;
            },
        };
    }

    public ManualTime Time { get; } = new();

    public TagStore Store { get; }

    public MqttSurroundings Surroundings { get; }

    /// <summary>What the operator is told at present.</summary>
    public Dictionary<string, string> Trouble { get; } = new(StringComparer.Ordinal);

    public string Folder => _folder["mqtt"];

    public List<StubClient> Clients { get; } = [];

    public MqttMetrics Metrics => Surroundings.Metrics;

    public bool KeepsNothing { get; set; }

    public void Write(string key, TagValue value) => Store.Write(key, new TagWrite(value, TagOrigin.Http)).IsOk().ShouldBeTrue();

    public byte[]? Load(string name) => _documents.GetValueOrDefault(name);

    public void Save(string name, ReadOnlySpan<byte> json)
    {
        if (KeepsNothing) throw new IOException("full");
        _documents[name] = json.ToArray();
    }

    public void Remove(string name) => _documents.TryRemove(name, out _);

    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }
}
