using System.Security.Cryptography;
using System.Text;
using Catchment.Tags.Mqtt.Queues;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>The folder with an outbox for each broker, named by what its id hashes to: an id may be any text.</summary>
internal sealed partial class OutboxFolder(MqttSurroundings surroundings)
{
    private const string OfPublisher = "broker-";

    /// <summary>The name of a broker's outbox.</summary>
    public static string NameOf(string brokerId) => OfPublisher + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(brokerId)).AsSpan(0, 12));

    /// <summary>Opens an outbox; while there is no disk for it, it is in memory.</summary>
    /// <param name="key">What trouble with it is told under.</param>
    /// <param name="name">Its name.</param>
    /// <param name="items">Most messages.</param>
    public IMqttBacklog Open(string key, string name, int items)
    {
        var options = surroundings.Options;
        if (surroundings.Folder is not { } folder)
            return new MemoryBacklog(Math.Min(items, options.MaxQueue));
        var backlog = new DurableBacklog(
            () => OpenOnDisk(Path.Combine(folder, name), items), items, Math.Min(items, options.MaxQueue), surroundings.Time, why => TellDisk(key + ".outbox", why));
        backlog.Open();
        return backlog;
    }

    /// <summary>Removes the outboxes of brokers that are no longer configured; what was in them is counted.</summary>
    /// <param name="brokerIds">Those that are.</param>
    public void RemoveOthers(IEnumerable<string> brokerIds)
    {
        if (surroundings.Folder is not { } folder || !Directory.Exists(folder))
            return;
        var wanted = brokerIds.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.GetDirectories(folder, OfPublisher + "*"))
        {
            if (!wanted.Contains(Path.GetFileName(path)))
                Remove(path);
        }
    }

    private MqttOutbox OpenOnDisk(string path, int items)
    {
        var options = surroundings.Options;
        var outbox = MqttOutbox.Open(path, new OutboxLimits(items, options.OutboxSize.Bytes), options.OutboxDurability);
        if (outbox.UnreadableBytes > 0)
            LogUnreadable(surroundings.Logger, path, outbox.UnreadableBytes);
        return outbox;
    }

    private void TellDisk(string key, string? why) => surroundings.Trouble?.Invoke(
        key, why is null ? null : $"Messages that wait for an MQTT broker are kept in memory only: {why} Make room, or make its folder writable.");

    private void Remove(string path)
    {
        try
        {
            int left;
            using (var outbox = MqttOutbox.Open(path, new OutboxLimits(int.MaxValue, long.MaxValue)))
                left = outbox.Count;
            Directory.Delete(path, recursive: true);
            surroundings.Metrics.Discard(MqttDiscard.Removed, left);
            if (left > 0)
                LogRemoved(surroundings.Logger, left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogStays(surroundings.Logger, path, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages waited for an MQTT broker that is no longer configured; they are gone")]
    private static partial void LogRemoved(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Bytes} bytes of {Path} cannot be read; the messages in them are lost")]
    private static partial void LogUnreadable(ILogger logger, string path, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}, of an MQTT broker that is no longer configured, cannot be removed: {Why}")]
    private static partial void LogStays(ILogger logger, string path, string why);
}
