using System.Text;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>
/// Takes in the log messages of one endpoint: tracking records go to the recorder, health lines to the board, and all other texts to the
/// log. A bad message is counted and skipped. For one thread at a time.
/// </summary>
/// <param name="registry">Which outposts publish where.</param>
/// <param name="recorder">Records events.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock of log episodes.</param>
/// <param name="logger">The log.</param>
/// <remarks>Source: the camera specification, 10.3.</remarks>
internal sealed partial class LogIntake(OutpostRegistry registry, EventRecorder recorder, WatcherMetrics metrics, TimeProvider time, ILogger logger)
{
    private const int LongestLine = 4_000;

    private readonly OutpostRecordReader _reader = new();
    private readonly LogEpisode _badFrames = new(time);
    private readonly LogEpisode _badRecords = new(time);
    private readonly LogEpisode _strangers = new(time);

    /// <summary>Takes in a message.</summary>
    internal void Take(ZmqMessage message, ZmqEndpoint from)
    {
        Span<char> name = stackalloc char[OutpostNames.MaxLength];
        if (message.FrameCount != 2 || !LogTopic.TryRead(message[0], out var topic) || topic.NodeText(name) is not (> 0 and var length))
        {
            metrics.Discarded(WatcherDiscard.LogFrames);
            if (_badFrames.Occurs())
                LogBadFrames(logger, from);
            return;
        }

        var node = name[..length];
        var text = message[1].TrimEnd("\r\n"u8);
        if (topic.Level == LogLevel.Information && topic.Part.StartsWith("ote{"u8))
            TakeRecord(Joined(topic.Part, message[1]), node, from);
        else if (topic.Level == LogLevel.Information && text.StartsWith("ote"u8))
            TakeRecord(text[3..], node, from);
        else if (topic.Level == LogLevel.Information && text.StartsWith("fps"u8))
            TakeHealth(Text(text[3..]), node.ToString());
        else if (logger.IsEnabled(topic.Level))
            Log(topic.Level, node.ToString(), Text(text));
    }

    /// <summary>Python's handler cuts a text at <c>::</c>, also one in the middle of a record.</summary>
    private static byte[] Joined(ReadOnlySpan<byte> part, ReadOnlySpan<byte> text) => [.. part[3..], .. "::"u8, .. text];

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length > LongestLine ? text[..LongestLine] : text);

    private void TakeRecord(ReadOnlySpan<byte> json, ReadOnlySpan<char> node, ZmqEndpoint from)
    {
        if (_reader.Read(json) is not { } record)
        {
            metrics.Discarded(WatcherDiscard.Record);
            if (_badRecords.Occurs())
            {
                var (name, text) = (node.ToString(), Text(json));
                LogBadRecord(logger, name, text);
            }

            return;
        }

        if (_badRecords.End() is { } episode)
        {
            var name = node.ToString();
            LogGoodRecords(logger, name, episode.Count);
        }

        var view = recorder.Find(node, record.View);
        if (view is null && registry.Sibling(node.ToString(), from) is { } sibling && registry.Add(sibling with { View = record.View.ToString() }))
            view = recorder.Find(node, record.View); // Views of a node share its publishers.
        if (view is null || view.Camera.Logger != from)
        {
            metrics.Discarded(WatcherDiscard.UnknownOutpost);
            if (_strangers.Occurs())
            {
                var (name, stranger) = (node.ToString(), record.View.ToString());
                LogStranger(logger, name, stranger, from);
            }

            return;
        }

        recorder.Take(view, record);
    }

    private void Log(LogLevel level, string node, string text) => LogText(logger, level, node, text);

    private void TakeHealth(string health, string node)
    {
        recorder.Health(node, health);
        LogHealth(logger, node, health);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Outpost health '{Node}' {Health}")]
    private static partial void LogHealth(ILogger logger, string node, string health);

    [LoggerMessage(Message = "[{Node}] {Text}")]
    private static partial void LogText(ILogger logger, LogLevel level, string node, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Endpoint} publishes log messages that do not have two frames, or no topic such as node.INFO; they are skipped and counted")]
    private static partial void LogBadFrames(ILogger logger, ZmqEndpoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A tracking record of {Node} cannot be used, and is skipped; further ones are counted: {Text}")]
    private static partial void LogBadRecord(ILogger logger, string node, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tracking records of {Node} can be used again, after {Count} that could not")]
    private static partial void LogGoodRecords(ILogger logger, string node, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Endpoint} publishes tracking records of {Node} {View}, which is not known to publish there; they are skipped and counted")]
    private static partial void LogStranger(ILogger logger, string node, string view, ZmqEndpoint endpoint);
}
