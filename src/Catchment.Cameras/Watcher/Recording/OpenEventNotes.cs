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
    private readonly Dictionary<EventKey, EndedEvent?> _open = [];

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
                {
                    var key = new EventKey(day, note.Id);
                    _open[key] = note is { Node: { } node, View: { } view, Tasks: { } tasks } ? new EndedEvent(key, node, view, tasks) : null;
                }
            }
        }
        catch (StateFolderException e)
        {
            LogBeginsAnew(logger, e.Message);
        }
    }

    /// <summary>The events that are noted, each with what its outpost said at its end; null: it did not end yet.</summary>
    internal IReadOnlyList<(EventKey Key, EndedEvent? Ended)> Open
    {
        get
        {
            lock (_gate)
                return [.. _open.Select(o => (o.Key, o.Value))];
        }
    }

    /// <summary>An event is about to begin.</summary>
    /// <returns>False when it is noted already.</returns>
    internal bool Add(EventKey key)
    {
        lock (_gate)
        {
            if (!_open.TryAdd(key, null))
                return false;
            Write();
            return true;
        }
    }

    /// <summary>The outpost said that an event ended: its pictures may still come, but what is to be done with it must not be forgotten.</summary>
    internal void Ends(EndedEvent ended)
    {
        lock (_gate)
        {
            _open[ended.Key] = ended;
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
            _folder.Write(FileName, [.. _open.Select(o => new OpenEventNote(EventNames.Text(o.Key.Day), o.Key.Id, o.Value?.Node, o.Value?.View, o.Value is { } ended ? [.. ended.Tasks] : null))], WatcherStateJson.Default.OpenEventNoteArray);
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
