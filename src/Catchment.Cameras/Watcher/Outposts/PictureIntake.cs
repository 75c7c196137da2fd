using System.Buffers;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Protocols.ImageZmq;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>Takes in the picture messages of one endpoint. A bad message is counted and skipped. For one thread at a time.</summary>
/// <param name="endpoint">Where they are published.</param>
/// <param name="recorder">Records events.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock of log episodes.</param>
/// <param name="logger">The log.</param>
/// <remarks>Source: the camera specification, 10.4.</remarks>
internal sealed class PictureIntake(ZmqEndpoint endpoint, EventRecorder recorder, WatcherMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly DiscardLog _discards = new($"{endpoint}", metrics, time, logger);

    /// <summary>Takes in a message.</summary>
    internal void Take(ZmqMessage message, ZmqEndpoint from)
    {
        if (message.FrameCount != 2 || message[0].Length > ImageZmqDecoder.MaxHeaderBytes)
        {
            Skip(message);
            return;
        }

        var scratch = ArrayPool<byte>.Shared.Rent(message[0].Length + 1);
        try
        {
            if (ImageZmqDecoder.Decode(message[0], message[1], scratch, out var picture) != ImageZmqError.None || !PictureText.TryRead(picture.Text, out var text))
            {
                Skip(message);
            }
            else if (picture.Payload is not [0xFF, 0xD8, ..])
            {
                Skip(WatcherDiscard.NoJpeg, picture.Text);
            }
            else if (!recorder.Take(text, message, from))
            {
                Skip(WatcherDiscard.UnknownView, picture.Text);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>Tells of discards; to be called about once a second.</summary>
    internal void Check() => _discards.Check();

    private void Skip(ZmqMessage message) => Skip(WatcherDiscard.PictureMessage, message[0]);

    private void Skip(WatcherDiscard reason, ReadOnlySpan<byte> text)
    {
        if (_discards.Occurs(reason))
            _discards.Tell(reason, text);
    }
}
