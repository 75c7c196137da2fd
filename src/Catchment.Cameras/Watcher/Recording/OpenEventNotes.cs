using Catchment.Cameras.Events;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>The events under way, noted in the state folder, so that a restart knows what was interrupted. Safe for many threads at once.</summary>
internal sealed partial class OpenEventNotes
{
    /// <summary>The file's name.</summary>
    internal const string FileName = "open-events.json";

    private readonly Lock _gate = new();
    private readonly StateFolder _folder;
    private readonly RecordingCondition _condition;
    private readonly WatcherMetrics _metrics;
    private readonly HashSet<EventKey> _open = [];

    /// <summary>Reads what was noted.</summary>
    internal OpenEventNotes(StateFolder folder, RecordingCondition condition, WatcherMetrics metrics, ILogger logger)
    {
        _folder = folder;
        _condition = condition;
        _metrics = metrics;
        try
        {
            foreach (var note in folder.Read(FileName, WatcherStateJson.Default.OpenEventNoteArray) ?? [])
            {
                if (EventNames.TryParseDay(note.Day, out var day) && EventNames.IsId(note.Id))
                    _open.Add(new EventKey(day, note.Id));
            }
        }
        catch (StateFolderException e)
        {
            LogBeginsAnew(logger, e.Message);
        }
    }

    /// <summary>The events that are noted.</summary>
    internal IReadOnlyList<EventKey> Open
    {
        get
        {
            lock (_gate)
                return [.. _open];
        }
    }

    /// <summary>An event is about to begin.</summary>
    internal void Add(EventKey key)
    {
        lock (_gate)
        {
            if (_open.Add(key))
                Write();
        }
    }

    /// <summary>An event is over.</summary>
    internal void Remove(EventKey key)
    {
        lock (_gate)
        {
            if (_open.Remove(key))
                Write();
        }
    }

    private void Write()
    {
        try
        {
            _folder.Write(FileName, [.. _open.Select(k => new OpenEventNote(EventNames.Text(k.Day), k.Id))], WatcherStateJson.Default.OpenEventNoteArray);
            _condition.Works(RecordingWrite.State);
        }
        catch (StateFolderException e)
        {
            _metrics.Failed(WatcherError.State); // The event is recorded all the same; only a restart would not know of it.
            _condition.Fails(RecordingWrite.State, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Does not know which events were interrupted. {Problem}")]
    private static partial void LogBeginsAnew(ILogger logger, string problem);
}
