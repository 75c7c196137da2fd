using Catchment.Cameras.Events;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>What a view's recorder knows of an event that is not over. Guarded by the lock of <see cref="ViewEvents"/>.</summary>
/// <param name="open">Its file.</param>
/// <param name="start">Its start, the outpost's clock.</param>
/// <param name="now">The clock's timestamp.</param>
internal sealed class OngoingEvent(OpenEvent open, DateTime start, long now)
{
    /// <summary>Its file, and the permission to store pictures.</summary>
    internal OpenEvent Open { get; } = open;

    internal EventKey Key => Open.Key;

    /// <summary>Pictures from this time on belong to it.</summary>
    internal DateTime Start { get; set; } = start;

    /// <summary>The newest time of its rows.</summary>
    internal DateTime LastTracked { get; set; } = start;

    /// <summary>When its outpost last said something of it.</summary>
    internal long LastSign { get; set; } = now;

    /// <summary>When it was taken in: the clock's timestamp.</summary>
    internal long Began { get; } = now;

    /// <summary>When the listeners were last told of a change.</summary>
    internal long LastTold { get; set; } = now;

    /// <summary>What is to be done with it; null: it has not ended.</summary>
    internal IReadOnlyList<EndedTask>? Tasks { get; private set; }

    /// <summary>The outpost said that it ended.</summary>
    internal bool HasEnded => Tasks is not null;

    /// <summary>After the end: the time of the last picture that may belong to it.</summary>
    internal DateTime Bound { get; private set; } = DateTime.MaxValue;

    /// <summary>When it ended, or when a picture from before its end came after that: the clock's timestamp.</summary>
    internal long QuietSince { get; set; }

    /// <summary>Pictures of it that are being written.</summary>
    internal int Writing { get; set; }

    /// <summary>When the outpost said that it ended: the clock's timestamp.</summary>
    internal long EndedAt { get; private set; }

    /// <summary>Whether a picture with this time belongs to it.</summary>
    internal bool Has(DateTime picture) => picture >= Start && picture <= Bound;

    /// <summary>The outpost says that it ended.</summary>
    internal void End(IReadOnlyList<EndedTask> tasks, DateTime bound, long now)
    {
        Tasks = tasks;
        Bound = bound;
        QuietSince = now;
        EndedAt = now;
    }

    /// <summary>The next event of the view began: what its pictures show is not this one's any more, except where this one's rows overlap it.</summary>
    internal void EndBefore(DateTime next)
    {
        if (next > Start && next <= Bound)
            Bound = next.AddTicks(-1) > LastTracked ? next.AddTicks(-1) : LastTracked;
    }
}
