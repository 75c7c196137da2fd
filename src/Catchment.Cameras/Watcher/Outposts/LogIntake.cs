using System.Text;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>
/// Takes in the log messages of one endpoint: tracking records go to the recorder, health lines to the board, and all other texts to the
/// log. A bad message is counted and skipped. For one thread at a time.
/// </summary>
/// <param name="endpoint">Where they are published.</param>
/// <param name="registry">Which outposts publish where.</param>
/// <param name="recorder">Records events.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock of log episodes.</param>
/// <param name="logger">The log.</param>
/// <remarks>Source: the camera specification, 10.3.</remarks>
internal sealed partial class LogIntake(ZmqEndpoint endpoint, OutpostRegistry registry, EventRecorder recorder, WatcherMetrics metrics, TimeProvider time, ILogger logger)
{
    private const int LongestLine = 4_000;

    private readonly OutpostRecordReader _reader = new();
    private readonly DiscardLog _discards = new($"{endpoint}", metrics, time, logger);

    /// <summary>Takes in a message.</summary>
    internal void Take(ZmqMessage message, ZmqEndpoint from)
    {
        Span<char> name = stackalloc char[OutpostNames.MaxLength];
        if (message.FrameCount != 2 || !LogTopic.TryRead(message[0], out var topic) || topic.NodeText(name) is not (> 0 and var length))
        {
            if (_discards.Occurs(WatcherDiscard.LogFrames))
                _discards.Tell(WatcherDiscard.LogFrames, message[0]);
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
            Log(topic.Level, node.ToString(), topic.Level == LogLevel.Information && !topic.Part.IsEmpty ? $"{Text(topic.Part)}::{Text(text)}" : Text(text));
    }

    /// <summary>Tells of discards; to be called about once a second.</summary>
    internal void Check() => _discards.Check();

    /// <summary>Python's handler cuts a text at <c>::</c>, also one in the middle of a record.</summary>
    private static byte[] Joined(ReadOnlySpan<byte> part, ReadOnlySpan<byte> text) => [.. part[3..], .. "::"u8, .. text];

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length > LongestLine ? text[..LongestLine] : text);

    private void TakeRecord(ReadOnlySpan<byte> json, ReadOnlySpan<char> node, ZmqEndpoint from)
    {
        if (_reader.Read(json) is not { } record)
        {
            if (_discards.Occurs(WatcherDiscard.Record))
                _discards.Tell(WatcherDiscard.Record, json);
            return;
        }

        var view = recorder.Find(node, record.View);
        if (view is null && registry.Sibling(node.ToString(), from) is { } sibling && registry.Add(sibling with { View = record.View.ToString() }))
            view = recorder.Find(node, record.View); // Views of a node share its publishers.
        if (view is null || view.Camera.Logger != from)
        {
            if (_discards.Occurs(WatcherDiscard.UnknownOutpost))
                _discards.Tell(WatcherDiscard.UnknownOutpost, $"{node} {record.View}");
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
}
