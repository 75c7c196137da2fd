using System.Collections.Concurrent;
using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>Records the events of all views. Safe for many threads at once.</summary>
/// <param name="parts">What the views share.</param>
internal sealed class EventRecorder(RecordingParts parts)
{
    // Its start may be before midnight, and its outpost's clock or zone another one than ours.
    private static readonly int[] AroundToday = [0, -1, 1];

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, ViewRecorder>> _views = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _health = new(StringComparer.Ordinal);

    /// <summary>All views, by node and view.</summary>
    internal IEnumerable<ViewRecorder> Views =>
        _views.Values.SelectMany(n => n.Values).OrderBy(v => v.Camera.Node, StringComparer.Ordinal).ThenBy(v => v.Camera.View, StringComparer.Ordinal);

    /// <summary>Begins to record a view.</summary>
    internal void Add(WatcherCamera camera) =>
        _views.GetOrAdd(camera.Node, _ => new ConcurrentDictionary<string, ViewRecorder>(StringComparer.Ordinal))
            .GetOrAdd(camera.View, _ => new ViewRecorder(camera, parts));

    /// <summary>The recorder of a view; null: it is not known.</summary>
    internal ViewRecorder? Find(ReadOnlySpan<char> node, ReadOnlySpan<char> view) =>
        _views.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(node, out var views)
        && views.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(view, out var recorder) ? recorder : null;

    /// <summary>Takes a record of a view.</summary>
    internal void Take(ViewRecorder view, OutpostRecord record)
    {
        switch (record.Kind)
        {
            case OutpostRecordKind.Start:
                view.Start(record);
                break;
            case OutpostRecordKind.Track:
                view.Track(record);
                break;
            default:
                if (!view.End(record))
                    EndInterrupted(view, record);
                break;
        }
    }

    /// <summary>Takes a picture message.</summary>
    /// <returns>False when its view is not known, or publishes elsewhere.</returns>
    internal bool Take(PictureText text, ZmqMessage message, ZmqEndpoint from)
    {
        Span<char> node = stackalloc char[OutpostNames.MaxLength];
        Span<char> view = stackalloc char[OutpostNames.MaxLength];
        if (!Encoding.UTF8.TryGetChars(text.Node, node, out var nodeLength)
            || !Encoding.UTF8.TryGetChars(text.View, view, out var viewLength)
            || Find(node[..nodeLength], view[..viewLength]) is not { } recorder
            || recorder.Camera.Images != from)
            return false;
        recorder.Picture(text.Time, message);
        return true;
    }

    /// <summary>An outpost told how it is.</summary>
    internal void Health(string node, string health)
    {
        if (_views.ContainsKey(node))
            _health[node] = health;
    }

    /// <summary>The newest health line of a node; null: none yet.</summary>
    internal string? HealthOf(string node) => _health.GetValueOrDefault(node);

    /// <summary>To be called a few times a second.</summary>
    internal void Tick()
    {
        foreach (var view in _views.Values.SelectMany(n => n.Values))
            view.Tick();
    }

    /// <summary>Closes what is open. Who records has stopped before.</summary>
    internal void Close()
    {
        foreach (var view in _views.Values.SelectMany(n => n.Values))
            view.Close();
    }

    /// <summary>
    /// The end of an event that a restart interrupted: what was recorded of it is analysed all the same. It is never deleted on the word of
    /// a record whose event is not under way.
    /// </summary>
    private void EndInterrupted(ViewRecorder view, OutpostRecord record)
    {
        var today = DateOnly.FromDateTime(parts.Time.GetLocalNow().DateTime);
        foreach (var days in AroundToday)
        {
            var key = new EventKey(today.AddDays(days), record.Id.ToString());
            try
            {
                if (record.Tasks.Count > 0 && parts.Store.FindEvent(key) is { } found && found.Node == view.Camera.Node && found.View == view.Camera.View)
                {
                    parts.EndedEvents.Ended(new EndedEvent(key, found.Node, found.View, record.Tasks));
                    return;
                }
            }
            catch (IOException e)
            {
                parts.Condition.Fails(RecordingWrite.Rows, e);
            }
        }

        view.Discard(WatcherDiscard.NoEvent, record.Id);
    }
}
