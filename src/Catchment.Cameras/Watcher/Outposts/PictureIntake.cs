using System.Buffers;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.ImageZmq;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>Takes in the picture messages of one endpoint. A bad message is counted and skipped. For one thread at a time.</summary>
/// <param name="recorder">Records events.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock of log episodes.</param>
/// <param name="logger">The log.</param>
/// <remarks>Source: the camera specification, 10.4.</remarks>
internal sealed partial class PictureIntake(EventRecorder recorder, WatcherMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly LogEpisode _bad = new(time);

    /// <summary>Takes in a message.</summary>
    internal void Take(ZmqMessage message, ZmqEndpoint from)
    {
        if (message.FrameCount != 2 || message[0].Length > ImageZmqDecoder.MaxHeaderBytes)
        {
            Skip(from);
            return;
        }

        var scratch = ArrayPool<byte>.Shared.Rent(message[0].Length + 1);
        try
        {
            if (ImageZmqDecoder.Decode(message[0], message[1], scratch, out var picture) != ImageZmqError.None || !PictureText.TryRead(picture.Text, out var text))
            {
                Skip(from);
            }
            else if (picture.Payload is not [0xFF, 0xD8, ..])
            {
                metrics.Discarded(WatcherDiscard.NoJpeg);
            }
            else
            {
                _ = _bad.End();
                recorder.Take(text, message, from);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private void Skip(ZmqEndpoint from)
    {
        metrics.Discarded(WatcherDiscard.PictureMessage);
        if (_bad.Occurs())
            LogBad(logger, from);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Endpoint} publishes picture messages without node, view or time; they are skipped and counted")]
    private static partial void LogBad(ILogger logger, ZmqEndpoint endpoint);
}
