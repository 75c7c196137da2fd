using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Journal;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>
/// Remembers over restarts which jobs are under way for us, and which set each of them has opened: a sentinel goes on with a job while the
/// watcher is started anew. For one thread at a time.
/// </summary>
/// <remarks>A job that cannot be noted is worked on all the same; only a restart forgets it.</remarks>
internal sealed class SentinelJobJournal : IDisposable
{
    /// <summary>The journal's file in the state folder.</summary>
    internal const string Name = "jobs.log";

    private const string NoSet = "-";

    private readonly WatcherMetrics _metrics;
    private readonly WorkJournal _journal;
    private readonly Dictionary<string, WorkItem> _notes = new(StringComparer.Ordinal); // by job

    /// <summary>Opens the journal.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal SentinelJobJournal(WatcherRoom room)
    {
        _metrics = room.Metrics;
        _journal = WorkJournal.Open(room.State, Name, Durability.Written);
    }

    /// <summary>The jobs of the last run, oldest first; to be called once.</summary>
    internal IReadOnlyList<SentinelJob> Restore()
    {
        var jobs = new Dictionary<string, SentinelJob>(StringComparer.Ordinal);
        foreach (var item in _journal.Items)
        {
            if (TryRead(item.Text) is not { } job)
            {
                End(item);
                continue;
            }

            if (_notes.Remove(job.Id, out var earlier))
                End(earlier);
            _notes.Add(job.Id, item);
            jobs[job.Id] = job;
        }

        return [.. jobs.Values];
    }

    /// <summary>A job has begun, or has opened its set.</summary>
    internal void Note(SentinelJob job)
    {
        if (!EventNames.IsId(job.Id))
            return; // No sentinel's: its ids are 32 hex digits. It may hold a line feed.
        try
        {
            var item = _journal.Add($"{EventNames.Text(job.Key.Day)} {job.Key.Id} {job.OpenedType ?? NoSet} {job.Id}");
            if (_notes.Remove(job.Id, out var earlier))
                End(earlier);
            _notes.Add(job.Id, item);
        }
        catch (IOException)
        {
            _metrics.Failed(WatcherError.State);
        }
    }

    /// <summary>A job is over.</summary>
    internal void Over(SentinelJob job)
    {
        if (_notes.Remove(job.Id, out var item))
            End(item);
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    private static SentinelJob? TryRead(string text)
    {
        var words = text.Split(' ');
        if (words.Length != 4 || !EventNames.TryParseDay(words[0], out var day) || !EventNames.IsId(words[1]) || !EventNames.IsId(words[3])
            || (words[2] != NoSet && !EventNames.IsType(words[2])))
            return null;
        return new SentinelJob(words[3], new EventKey(day, words[1])) { OpenedType = words[2] == NoSet ? null : words[2] };
    }

    private void End(WorkItem item)
    {
        try
        {
            _journal.End(item);
        }
        catch (IOException)
        {
            _metrics.Failed(WatcherError.State);
        }
    }
}
