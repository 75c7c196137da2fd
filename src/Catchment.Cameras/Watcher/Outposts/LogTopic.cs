using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>The topic of a log message: <c>&lt;node&gt;.&lt;LEVEL&gt;[.part]</c>.</summary>
/// <remarks>Source: the camera specification, 10.3.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct LogTopic
{
    private LogTopic(ReadOnlySpan<byte> node, LogLevel level, ReadOnlySpan<byte> part)
    {
        Node = node;
        Level = level;
        Part = part;
    }

    /// <summary>The node's name.</summary>
    internal ReadOnlySpan<byte> Node { get; }

    /// <summary>The message's level.</summary>
    internal LogLevel Level { get; }

    /// <summary>What Python's handler cut off a text with <c>::</c>; empty: nothing.</summary>
    internal ReadOnlySpan<byte> Part { get; }

    /// <summary>Reads a topic; false when it has no node or no level.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> topic, out LogTopic read)
    {
        read = default;
        var dot = topic.IndexOf((byte)'.');
        if (dot is <= 0 or > 4 * OutpostNames.MaxLength)
            return false;
        var rest = topic[(dot + 1)..];
        var end = rest.IndexOf((byte)'.');
        var level = LevelOf(end < 0 ? rest : rest[..end]);
        if (level == LogLevel.None)
            return false;
        read = new LogTopic(topic[..dot], level, end < 0 ? [] : rest[(end + 1)..]);
        return true;
    }

    /// <summary>Writes the node's name as text.</summary>
    /// <returns>How long it is; 0 when it cannot be a node's name.</returns>
    internal int NodeText(Span<char> text) =>
        Encoding.UTF8.TryGetChars(Node, text, out var length) && OutpostNames.IsNode(text[..length]) ? length : 0;

    private static LogLevel LevelOf(ReadOnlySpan<byte> level) =>
        level.SequenceEqual("INFO"u8) ? LogLevel.Information
        : level.SequenceEqual("DEBUG"u8) ? LogLevel.Debug
        : level.SequenceEqual("WARNING"u8) ? LogLevel.Warning
        : level.SequenceEqual("ERROR"u8) ? LogLevel.Error
        : level.SequenceEqual("CRITICAL"u8) ? LogLevel.Critical
        : LogLevel.None;
}
