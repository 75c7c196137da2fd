using Catchment.Cameras.Events;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>
/// Turns sentinels' records into tracking sets. A result that comes before the files that its offset counts is held back for some seconds;
/// what cannot be used is counted. Jobs are remembered over restarts. Safe for many threads at once.
/// </summary>
/// <remarks>Source: the camera specification, 10.6.</remarks>
internal sealed partial class SentinelResults : IDisposable
{
    private const int MostJobs = 10_000;
    private const int MostOpenSets = 256;
    private const int MostHeld = 50_000; // Of all jobs; one is up to 2 kB.
    private const string Trouble = "results";

    /// <summary>How long a result is held back for want of the event's files.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WatcherRoom _room;
    private readonly IEventFiles _files;
    private readonly SentinelJobJournal _journal;
    private readonly Lock _gate = new();
    private readonly SentinelJobs _jobs = new(MostJobs, MostOpenSets);
    private readonly HashSet<SentinelJob> _waiting = [];
    private int _held;
    private readonly PeerTrouble _useless;

    /// <summary>Takes up the jobs of the last run.</summary>
    /// <param name="room">The watcher.</param>
    /// <param name="files">Reads the times of pictures and rows.</param>
    /// <exception cref="IOException">The journal of jobs cannot be opened.</exception>
    internal SentinelResults(WatcherRoom room, IEventFiles files)
    {
        (_room, _files) = (room, files);
        _useless = new PeerTrouble("sentinel's records", room.Context.Time, room.Context.Logger);
        _journal = new SentinelJobJournal(room);
        foreach (var job in _journal.Restore())
            Add(job);
    }

    /// <summary>Takes a record.</summary>
    /// <param name="agent">Whose it is.</param>
    /// <param name="log">The agent's log.</param>
    /// <param name="json">The text.</param>
    internal void Take(SentinelAgent agent, SentinelLog log, ReadOnlyMemory<byte> json)
    {
        var record = SentinelRecordReader.Read(json);
        lock (_gate)
        {
            switch (record)
            {
                case null:
                    Discard(WatcherDiscard.SentinelRecord, agent.Name, "a record that cannot be read");
                    break;
                case JobStarted started when started.Sink == agent.Datasink:
                    if (!_jobs.TryGet(started.Job, out _))
                    {
                        var begun = new SentinelJob(started.Job, started.Key) { Agent = agent.Name };
                        Add(begun);
                        _journal.Note(begun);
                    }

                    break;
                case JobEnded ended when ended.Sink == agent.Datasink:
                    End(agent, ended, log);
                    break;
                case JobResult result:
                    if (Find(agent, result.Job) is { } job)
                        Take(job, result);
                    else
                        _room.Metrics.Discarded(WatcherDiscard.NoJob);
                    break;
            }
        }
    }

    /// <summary>Looks again for the files of results that are held back; to be called about once a second.</summary>
    internal void Check()
    {
        _useless.Check();
        lock (_gate)
        {
            foreach (var job in _waiting.ToArray())
                LookAgain(job);
        }
    }

    /// <summary>Closes what is open.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var job in _jobs.All.ToArray())
            {
                for (var i = 0; i < job.Held.Count; i++)
                    _room.Metrics.Discarded(WatcherDiscard.NoTimes);
                Close(job);
            }

            _journal.Dispose();
        }
    }

    private void Add(SentinelJob job)
    {
        if (_jobs.Add(job) is { } oldest)
            Forget(oldest, WatcherDiscard.ForgottenJob);
    }

    private void Take(SentinelJob job, JobResult result)
    {
        if (job.Set is not null)
        {
            Append(job, result);
            return;
        }

        if (result.Type == EventNames.OutpostTracking)
        {
            Discard(WatcherDiscard.OutpostSet, result.Job, "a result would replace the outpost's own tracking set");
            return;
        }

        if (job.Held.Count >= SentinelJob.MostHeld || _held >= MostHeld)
        {
            _room.Metrics.Discarded(WatcherDiscard.NoTimes);
            return;
        }

        if (job.Held.Count == 0)
            job.HeldSince = _room.Context.Time.GetTimestamp();
        job.Held.Add(result);
        _held++;
        if (job.Held.Count == 1)
            LookAgain(job); // Later ones wait for the second's look: a stream of results is no reason to read a folder for each.
    }

    private void LookAgain(SentinelJob job)
    {
        if (TryOpen(job))
        {
            _waiting.Remove(job);
            foreach (var result in job.Held)
                Append(job, result);
            _held -= job.Held.Count;
            job.Held.Clear();
            if (job.Ended is { } ended)
                Finish(job, ended.Record, ended.Log);
        }
        else if (_room.Context.Time.GetElapsedTime(job.HeldSince) < Patience)
        {
            _waiting.Add(job);
        }
        else
        {
            LogNoTimes(_room.Context.Logger, job.Key, job.Id, job.Held.Count);
            Forget(job, WatcherDiscard.NoTimes);
            if (job.Ended is { } ended)
                ended.Log.Write(LogLevel.Information, ended.Record.Summary);
        }
    }

    private bool TryOpen(SentinelJob job)
    {
        var first = job.Held[0];
        try
        {
            var times = _room.Store.FindEvent(job.Key) is null ? [] : TimesOf(job.Key, first.Times);
            if (times.Count == 0)
                return false;
            if (_jobs.TooManyOpen() is { } oldest)
                Forget(oldest, WatcherDiscard.ForgottenJob);
            var isContinued = job.OpenedType == first.Type;
            if (_room.Store.OpenSet(job.Key, first.Type, isContinued) is not { } set)
                return false;
            job.Open(times, first.Type, set);
            if (!isContinued)
                _journal.Note(job);
            _room.Context.Recover(Trouble);
            _room.Listeners.Changed(job.Key);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(e);
            return false;
        }
    }

    private IReadOnlyList<DateTime> TimesOf(EventKey key, string? type) => type is null
        ? _files.PictureTimes(key)
        : [.. (_files.ReadSet(key, type)?.Rows ?? []).Select(r => r.Time).Distinct().Order()];

    private void Append(SentinelJob job, JobResult result)
    {
        var time = SentinelJob.TimeOf(job.Times!, result.Start, result.Offset);
        try
        {
            var box = result.Box;
            if (job.Set!.Append(time, result.ObjectId, result.ClassName, box.X1, box.Y1, box.X2, box.Y2))
                _room.Metrics.RowStored();
            else
                _room.Metrics.Discarded(WatcherDiscard.Deleted);
        }
        catch (IOException e)
        {
            Fail(e);
        }
    }

    /// <summary>A job of this sentinel; null: there is none, or it is another's.</summary>
    private SentinelJob? Find(SentinelAgent agent, string id)
    {
        if (!_jobs.TryGet(id, out var job))
            return null;
        job.Agent ??= agent.Name;
        return job.Agent == agent.Name ? job : null;
    }

    private void End(SentinelAgent agent, JobEnded ended, SentinelLog log)
    {
        if (Find(agent, ended.Job) is not { } job)
            log.Write(LogLevel.Information, ended.Summary);
        else if (job.Held.Count > 0)
            job.Ended = (ended, log);
        else
            Finish(job, ended, log);
    }

    private void Finish(SentinelJob job, JobEnded ended, SentinelLog log)
    {
        Close(job);
        _journal.Over(job);
        log.Write(LogLevel.Information, ended.Summary);
    }

    private void Close(SentinelJob job)
    {
        _jobs.Remove(job);
        _waiting.Remove(job);
        if (job.Set is null)
            return;
        job.Set.Dispose();
        _room.Listeners.Changed(job.Key);
    }

    private void Forget(SentinelJob job, WatcherDiscard reason)
    {
        for (var i = 0; i < Math.Max(job.Held.Count, 1); i++)
            _room.Metrics.Discarded(reason);
        _held -= job.Held.Count;
        job.Held.Clear();
        Close(job);
        _journal.Over(job);
    }

    private void Discard(WatcherDiscard reason, string who, string problem)
    {
        _room.Metrics.Discarded(reason);
        _useless.Tell(who, problem);
    }

    private void Fail(Exception e)
    {
        _room.Metrics.Failed(WatcherError.Result);
        _room.Context.Degrade(Trouble, $"Results of a sentinel cannot be written: {e.Message}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No pictures or rows of event {Key} were found for job {Job}; its {Count} results are lost")]
    private static partial void LogNoTimes(ILogger logger, EventKey key, string job, int count);
}
