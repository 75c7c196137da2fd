using Catchment.Cameras.Events;
using Catchment.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>Puts right what a killed process left of the events that were under way: half rows, unfinished files.</summary>
internal static partial class EventRecovery
{
    /// <summary>Closes the events that were interrupted.</summary>
    /// <param name="notes">Which ones; they are no longer noted afterwards.</param>
    /// <param name="folders">Where they lie.</param>
    /// <param name="listeners">Told that they are over.</param>
    /// <param name="logger">Told what was found.</param>
    /// <exception cref="IOException">The file system refused.</exception>
    internal static void Run(OpenEventNotes notes, EventFolders folders, IEventListener listeners, ILogger logger)
    {
        var interrupted = notes.Open;
        foreach (var day in interrupted.Select(k => k.Day).Distinct())
        {
            var swept = Leftovers.Sweep(folders.CsvOf(day)) + Leftovers.Sweep(folders.ImagesOf(day));
            if (swept > 0)
                LogSwept(logger, swept, day);
            Cut(folders.IndexOf(day), logger);
        }

        foreach (var key in interrupted)
        {
            Cut(folders.SetOf(key, EventNames.OutpostTracking), logger);
            notes.Remove(key);
            LogInterrupted(logger, key);
            listeners.Ended(key);
        }
    }

    /// <summary>Where the last whole row ends: a line feed outside of quotes.</summary>
    internal static int WholeRows(ReadOnlySpan<byte> content)
    {
        var end = 0;
        var quoted = false;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '"')
                quoted = !quoted;
            else if (content[i] == '\n' && !quoted)
                end = i + 1;
        }

        return end;
    }

    private static void Cut(string path, ILogger logger)
    {
        if (!File.Exists(path))
            return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var whole = WholeRows(content);
        if (whole == content.Length)
            return;
        LogCut(logger, content.Length - whole, path);
        file.SetLength(whole);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} unfinished files that a killed process left of {Day}")]
    private static partial void LogSwept(ILogger logger, int count, DateOnly day);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed event {Event}, which the end of the program interrupted")]
    private static partial void LogInterrupted(ILogger logger, EventKey @event);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cut off a half-written row of {Bytes} bytes at the end of {Path}")]
    private static partial void LogCut(ILogger logger, int bytes, string path);
}
