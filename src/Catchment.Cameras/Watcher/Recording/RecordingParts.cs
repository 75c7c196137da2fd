using Catchment.Cameras.Events;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>What the recorders of all views share.</summary>
/// <param name="Options">The watcher's options.</param>
/// <param name="Store">Indexes and sets.</param>
/// <param name="Pictures">Pictures.</param>
/// <param name="Notes">Events under way.</param>
/// <param name="Condition">Whether the disks take what is written.</param>
/// <param name="PreRoll">Memory of the past.</param>
/// <param name="Metrics">Numbers.</param>
/// <param name="Listeners">Who is told.</param>
/// <param name="EndedEvents">Who gets events that ended.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal sealed record RecordingParts(
    WatcherOptions Options,
    EventStore Store,
    PictureStore Pictures,
    OpenEventNotes Notes,
    RecordingCondition Condition,
    PreRollBudget PreRoll,
    WatcherMetrics Metrics,
    IEventListener Listeners,
    IEndedEvents EndedEvents,
    TimeProvider Time,
    ILogger Logger);
