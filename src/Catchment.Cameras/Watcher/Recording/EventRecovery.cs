using Catchment.Cameras.Events;
using Catchment.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>Puts right what a killed process left of the events that were under way: half rows, unfinished files.</summary>
internal static partial class EventRecovery
{
    /// <summary>Closes the events that were interrupted.</summary>
    /// <param name="notes">Which ones; afterwards only those are noted that are given back.</param>
    /// <param name="folders">Where they lie.</param>
    /// <param name="listeners">Told that they are over.</param>
    /// <param name="logger">Told what was found.</param>
    /// <returns>Those of which the outpost had said that they ended: what it wants done is still to be done.</returns>
    /// <exception cref="IOException">The file system refused.</exception>
    internal static IReadOnlyList<EndedEvent> Run(OpenEventNotes notes, EventFolders folders, IEventListener listeners, ILogger logger)
    {
        var interrupted = notes.Open;
        foreach (var day in interrupted.Select(o => o.Key.Day).Distinct())
        {
            var swept = Leftovers.Sweep(folders.CsvOf(day)) + Leftovers.Sweep(folders.ImagesOf(day));
            if (swept > 0)
                LogSwept(logger, swept, day);
            Cut(folders.IndexOf(day), static content => content.LastIndexOf((byte)'\n') + 1, logger); // A row of the index is a line, and other programs' lines may hold a lone quote.
        }

        foreach (var (key, ended) in interrupted)
        {
            Cut(folders.SetOf(key, EventNames.OutpostTracking), WholeRows, logger);
            if (ended is null)
            {
                notes.Remove(key);
                LogInterrupted(logger, key);
            }

            listeners.Ended(key);
        }

        return [.. interrupted.Select(o => o.Ended).OfType<EndedEvent>()];
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

    private static void Cut(string path, Func<ReadOnlySpan<byte>, int> wholeRows, ILogger logger)
    {
        if (!File.Exists(path))
            return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var whole = wholeRows(content);
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
