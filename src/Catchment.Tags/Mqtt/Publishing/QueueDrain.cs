using Catchment.Core.Diagnostics;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Queues;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>
/// Sends a queue's messages in order while there is a connection, several on their way at once, and takes them out when the broker has
/// acknowledged them.
/// </summary>
internal sealed partial class QueueDrain(IMqttBacklog queue, int window, IMqttClient client, Connectivity connectivity, MqttSurroundings surroundings)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly LogEpisode _refused = new(surroundings.Time);

    /// <summary>Works until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var free = new SemaphoreSlim(window);
        var sending = new List<Task>(window);
        try
        {
            while (true)
            {
                await free.WaitAsync(stop);
                var item = await TakeAsync(stop);
                sending.RemoveAll(static task => task.IsCompleted);
                sending.Add(SendAsync(item, free, stop));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sending);
        }
    }

    private async Task<QueuedMessage> TakeAsync(CancellationToken stop)
    {
        while (true)
        {
            // Without a connection a message stays where it may still be dropped for a newer one.
            await connectivity.WaitAsync(stop);
            if (queue.TryTake(out var item))
                return item;
            await queue.WaitAsync(stop);
        }
    }

    private async Task SendAsync(QueuedMessage item, SemaphoreSlim free, CancellationToken stop)
    {
        try
        {
            while (!await TrySendAsync(item.Message, stop))
                await Task.Delay(RetryPause, surroundings.Time, stop);
            queue.Acknowledge(item.Sequence);
            free.Release();
        }
        catch (OperationCanceledException)
        {
            // Stopped: what is on disk stays there.
        }
    }

    /// <summary>Sends a message once.</summary>
    /// <returns>False: the connection ended under a message that nobody repeats.</returns>
    private async Task<bool> TrySendAsync(MqttMessage message, CancellationToken stop)
    {
        try
        {
            await client.PublishAsync(message, stop);
            surroundings.Metrics.CountPublished();
            _refused.End();
            return true;
        }
        catch (MqttRefusedException e)
        {
            surroundings.Metrics.Discard(MqttDiscard.Refused);
            if (_refused.Occurs())
                LogRefused(surroundings.Logger, e.Message);
            return true;
        }
        catch (MqttException)
        {
            stop.ThrowIfCancellationRequested();
            await connectivity.WaitAsync(stop);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why}. It is not sent again; further ones are counted until one is taken")]
    private static partial void LogRefused(ILogger logger, string why);
}
