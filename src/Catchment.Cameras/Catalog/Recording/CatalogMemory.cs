using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Catalog.Recording;

/// <summary>
/// The days of which the catalog may lack something: written down before the first thing of a day is stored, crossed out
/// when the catalog is known to be complete. What stands there after a kill is compared with the files. Safe for many threads.
/// </summary>
internal sealed partial class CatalogMemory
{
    private readonly Lock _lock = new();
    private readonly StateFolder _folder;
    private CatalogState _state;
    private bool _isClosed;

    /// <summary>Reads what is remembered.</summary>
    /// <param name="folder">The hub's state folder.</param>
    /// <param name="allDays">The days that have files; asked when the memory is damaged.</param>
    /// <param name="logger">Told of a damaged file.</param>
    internal CatalogMemory(StateFolder folder, Func<IReadOnlyList<DateOnly>> allDays, ILogger logger)
    {
        _folder = folder;
        try
        {
            _state = folder.Read(CatalogState.FileName, CatalogStateJson.Default.CatalogState) ?? new CatalogState();
        }
        catch (StateFolderException e)
        {
            LogBeginsAnew(logger, e.Message);
            _state = new CatalogState { UnsettledDays = allDays() };
        }
    }

    /// <summary>Days to compare.</summary>
    internal IReadOnlyList<DateOnly> Unsettled => _state.UnsettledDays;

    /// <summary>From now on the folder is another's: nothing is written any more.</summary>
    internal void Close()
    {
        lock (_lock)
            _isClosed = true;
    }

    /// <summary>The catalog that these days are of; null: it is not known.</summary>
    internal string? ComparedWith => _state.ComparedWith;

    /// <summary>Begins with another catalog: it lacks all there is.</summary>
    /// <exception cref="IOException">It could not be written down.</exception>
    internal void Begin(string catalog, IEnumerable<DateOnly> days)
    {
        lock (_lock)
            Write(new CatalogState { ComparedWith = catalog, UnsettledDays = [.. _state.UnsettledDays.Union(days)] });
    }

    /// <summary>A day's files are about to change.</summary>
    /// <exception cref="IOException">It could not be written down.</exception>
    internal void Unsettle(IEnumerable<DateOnly> days)
    {
        lock (_lock)
        {
            DateOnly[] added = [.. days.Except(_state.UnsettledDays)];
            if (added.Length > 0)
                Write(_state with { UnsettledDays = [.. _state.UnsettledDays, .. added] });
        }
    }

    /// <summary>The catalog has all of a day.</summary>
    /// <exception cref="IOException">It could not be written down; the day is compared once more after the next start.</exception>
    internal void Settle(Func<DateOnly, bool> day)
    {
        lock (_lock)
        {
            DateOnly[] left = [.. _state.UnsettledDays.Where(d => !day(d))];
            if (left.Length < _state.UnsettledDays.Count)
                Write(_state with { UnsettledDays = left });
        }
    }

    private void Write(CatalogState state)
    {
        if (_isClosed)
            return;
        try
        {
            _folder.Write(CatalogState.FileName, state, CatalogStateJson.Default.CatalogState);
        }
        catch (StateFolderException e)
        {
            throw new IOException(e.Message, e); // To the hub it is one more write that its disk refused.
        }

        _state = state;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalog is compared with all files, because it is not known which days it lacks. {Problem}")]
    private static partial void LogBeginsAnew(ILogger logger, string problem);
}
