using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Configuration;
using Catchment.Tags.Mqtt.Payloads;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>Publishes a mapping: at once, at its interval, and, where that is wanted, when a value changes. Source: <c>tags</c> 6.6.</summary>
internal sealed class MappingLoop(PublisherMapping mapping, TagStore store, BrokerConnection connection, MqttSurroundings surroundings)
{
    private readonly Lock _gate = new();
    private readonly PayloadField[] _fields = new PayloadField[mapping.Keys.Count];

    /// <summary>Works until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (mapping.Keys.Count == 0)
            return;
        try
        {
            // Changes are watched before the first publication reads what it tells.
            await Task.WhenAll(mapping.IsOnChange ? PublishChangesAsync(stop) : Task.CompletedTask, PublishRegularlyAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task PublishRegularlyAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(mapping.Interval, surroundings.Time);
        do
            Publish();
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task PublishChangesAsync(CancellationToken stop)
    {
        using var changes = store.Subscribe(mapping.Keys.ToHashSet(StringComparer.Ordinal));
        while (true)
        {
            await changes.WaitAsync(stop);
            while (changes.TryTake(out _))
            {
                // All of them go with one publication, which reads the newest values.
            }

            Publish();
            if (mapping.MinimumInterval > TimeSpan.Zero)
                await Task.Delay(mapping.MinimumInterval, surroundings.Time, stop);
        }
    }

    private void Publish()
    {
        byte[] payload;
        lock (_gate)
        {
            for (var i = 0; i < _fields.Length; i++)
                _fields[i] = new PayloadField(mapping.Keys[i], Value(mapping.Keys[i]));
            payload = PayloadWriter.Write(mapping.Style, _fields, (surroundings.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
            connection.Publish(new MqttMessage(mapping.Topic, payload, mapping.Qos, mapping.Retain));
        }
    }

    private TagValue? Value(string key) =>
        store.TryGet(key, out var point) ? point.Read().Value : surroundings.Options.MissingTagValue == MissingTagValue.Zero ? TagValue.Of(0L) : null;
}
