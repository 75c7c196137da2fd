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
    internal static IReadOnlyList<EndedEvent> Run(OpenEventNotes notes, EventFolders folders, IEventListener listeners, ILogger logger)
    {
        var interrupted = notes.Open;
        foreach (var day in interrupted.Select(o => o.Key.Day).Distinct())
        {
            Sweep(folders.CsvOf(day), logger);
            Sweep(folders.ImagesOf(day), logger);
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

    private static void Sweep(string folder, ILogger logger) => Try(folder, logger, () =>
    {
        var swept = Leftovers.Sweep(folder);
        if (swept > 0)
            LogSwept(logger, swept, folder);
    });

    private static void Cut(string path, Func<ReadOnlySpan<byte>, int> wholeRows, ILogger logger) => Try(path, logger, () =>
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
    });

    /// <summary>One file that cannot be put right is no reason to record nothing from now on.</summary>
    private static void Try(string path, ILogger logger, Action putRight)
    {
        try
        {
            putRight();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogStays(logger, path, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} unfinished files that a killed process left in {Folder}")]
    private static partial void LogSwept(ILogger logger, int count, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed event {Event}, which the end of the program interrupted")]
    private static partial void LogInterrupted(ILogger logger, EventKey @event);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cut off a half-written row of {Bytes} bytes at the end of {Path}")]
    private static partial void LogCut(ILogger logger, int bytes, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot look for what a killed process left half done in {Path}: {Problem}")]
    private static partial void LogStays(ILogger logger, string path, string problem);
}
