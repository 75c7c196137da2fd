using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Pump;

/// <summary>
/// Counts the rows and the sets that are left out of answers, each once however often its file is read, and tells of each file once. For
/// many threads.
/// </summary>
internal sealed partial class LeftOutRows(PumpMetrics metrics, ILogger logger)
{
    private const int MostFiles = 4096;

    private readonly Dictionary<string, int> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sets = new(StringComparer.Ordinal);

    /// <summary>A file was read.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="rows">Rows of it that are left out.</param>
    internal void Note(string file, int rows)
    {
        if (rows == 0)
            return;
        int before;
        lock (_files)
        {
            before = _files.GetValueOrDefault(file);
            if (rows <= before)
                return;
            if (_files.Count >= MostFiles)
                _files.Clear();
            _files[file] = rows;
        }

        metrics.LeftOut(rows - before);
        if (before == 0)
            LogLeftOut(logger, rows, file);
    }

    /// <summary>A tracking set was read that cannot be used at all.</summary>
    /// <param name="file">Its path.</param>
    internal void NoteSet(string file)
    {
        lock (_files)
        {
            if (_sets.Count >= MostFiles)
                _sets.Clear();
            if (!_sets.Add(file))
                return;
        }

        metrics.LeftOutSet();
        LogSetLeftOut(logger, file);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} rows of {File} are not whole and are left out of answers")]
    private static partial void LogLeftOut(ILogger logger, int count, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is no tracking set, for its first line is another one or a quote in it is not closed; it is answered as empty")]
    private static partial void LogSetLeftOut(ILogger logger, string file);
}
