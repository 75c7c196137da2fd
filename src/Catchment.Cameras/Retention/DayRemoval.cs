using Catchment.Core.Storage;

namespace Catchment.Cameras.Retention;

/// <summary>Lets the frames of one day's folder leave, oldest first.</summary>
internal sealed class DayRemoval
{
    /// <summary>Frames held in memory at a time.</summary>
    private const int FramesAtOnce = 100_000;

    /// <summary>Copies that are brought to the medium together.</summary>
    private const int CopiesAtOnce = 32;

    /// <summary>A folder that refuses so many removals refuses all.</summary>
    private const int MostRefusals = 100;

    private readonly DateOnly _day;
    private readonly FolderHandle _folder;
    private readonly RetentionRules _rules;
    private readonly CameraLabels _labels;
    private readonly RetentionTally _tally;
    private readonly RemovalPace _pace;
    private readonly RetentionReason[] _reasons;
    private readonly long[] _remaining; // bytes that still have to leave, by rule
    private readonly Dictionary<string, FrameArchive> _archives = new(StringComparer.Ordinal);
    private readonly List<(FrameKey Frame, FrameArchive Archive, long Bytes)> _copied = [];
    private int _refusals;

    /// <summary>Makes it; nothing is touched.</summary>
    /// <param name="plan">What leaves.</param>
    /// <param name="folder">The day's folder.</param>
    /// <param name="rules">The rules of the plan.</param>
    /// <param name="labels">The cameras met so far.</param>
    /// <param name="tally">Adds up.</param>
    /// <param name="pace">Slows down.</param>
    internal DayRemoval(DayPlan plan, FolderHandle folder, RetentionRules rules, CameraLabels labels, RetentionTally tally, RemovalPace pace)
    {
        (_day, _folder, _rules, _labels, _tally, _pace) = (plan.Day, folder, rules, labels, tally, pace);
        _reasons = new RetentionReason[rules.All.Count];
        _remaining = new long[rules.All.Count];
        foreach (var order in plan.Orders)
        {
            _reasons[order.Rule] = order.Reason;
            _remaining[order.Rule] = order.Part ?? long.MaxValue;
        }
    }

    /// <summary>Anything has to leave, and its archive can take it.</summary>
    internal bool HasWork => _refusals < MostRefusals && _remaining.AsSpan().ContainsAnyExceptInRange(long.MinValue, 0);

    /// <summary>Gives it an archive; one that is away keeps its rules' frames where they are.</summary>
    internal void Use(string path, FrameArchive archive)
    {
        _archives[path] = archive;
        if (archive.Problem is { } problem)
            GiveUp(path, problem);
    }

    /// <summary>Adds up what would leave.</summary>
    internal void Rehearse(CancellationToken stop) =>
        ForEach((frame, _, bytes) =>
        {
            _tally.Left(frame.Label, _reasons[frame.Label.Rule], _rules.All[frame.Label.Rule].ArchiveTo is not null, bytes);
            return true;
        }, stop);

    /// <summary>Lets the frames leave.</summary>
    /// <param name="batch">Told of them, and of the end, also when it is stopped.</param>
    /// <param name="stop">Ends it between two frames.</param>
    internal void CarryOut(RetiredBatch batch, CancellationToken stop)
    {
        try
        {
            ForEach((frame, name, bytes) => Leave(frame, name, bytes, batch, stop), stop);
        }
        finally
        {
            Commit(batch);
            batch.End();
        }
    }

    private delegate bool FrameAction(FrameKey frame, ReadOnlySpan<byte> name, long bytes);

    /// <summary>Gives the frames that should leave to an action, oldest first, until enough have left; it says whether one did.</summary>
    private void ForEach(FrameAction leave, CancellationToken stop)
    {
        Span<byte> buffer = stackalloc byte[AtomicFolder.MaxNameBytes];
        FrameKey? after = null;
        OldestFrames frames;
        do
        {
            frames = Oldest(after, stop);
            foreach (var frame in frames.InOrder())
            {
                stop.ThrowIfCancellationRequested();
                if (!HasWork)
                    return;
                after = frame;
                ref var remaining = ref _remaining[frame.Label.Rule];
                var name = ParsedFrameName.Write(frame.Label.Bytes, _day, frame.Microseconds, frame.Format, buffer);
                if (remaining <= 0 || _folder.Facts(name) is not { Kind: FileKind.File } facts)
                    continue;
                if (leave(frame, name, facts.Size) && remaining != long.MaxValue)
                    remaining -= facts.Size;
            }
        }
        while (frames.HasMore);
    }

    private OldestFrames Oldest(FrameKey? after, CancellationToken stop)
    {
        var frames = new OldestFrames(FramesAtOnce);
        using var reader = _folder.Read();
        while (reader.TryRead(out var name))
        {
            stop.ThrowIfCancellationRequested();
            if (!ParsedFrameName.TryParse(name, out var file) || file.Day != _day)
                continue;
            var label = _labels.Of(name[..file.LabelBytes]);
            var frame = new FrameKey(file.Microseconds, label, file.Format);
            if (_remaining[label.Rule] > 0 && (after is not { } last || frame > last))
                frames.Offer(frame);
        }

        return frames;
    }

    private bool Leave(FrameKey frame, ReadOnlySpan<byte> name, long bytes, RetiredBatch batch, CancellationToken stop)
    {
        if (_rules.All[frame.Label.Rule].ArchiveTo is { } path)
            return Archive(frame, path, name, bytes, batch, stop);
        if (!Remove(name))
            return false;
        Left(frame, archived: false, bytes, batch);
        _pace.Step(stop);
        return true;
    }

    private bool Archive(FrameKey frame, string path, ReadOnlySpan<byte> name, long bytes, RetiredBatch batch, CancellationToken stop)
    {
        var archive = _archives[path];
        try
        {
            switch (archive.Move(_folder, name, stop))
            {
                case ArchiveOutcome.Moved:
                    Left(frame, archived: true, bytes, batch);
                    break;
                case ArchiveOutcome.Copied:
                    _copied.Add((frame, archive, bytes));
                    if (_copied.Count >= CopiesAtOnce)
                        Commit(batch);
                    break;
                case ArchiveOutcome.Conflict:
                    _tally.Failed(RetentionTrouble.Conflict, $"The archive {path} has another file named like {_folder.PathOf(name)}. Both stay: compare them, and remove one.");
                    return false;
                case ArchiveOutcome.Away:
                    GiveUp(path, archive.Problem ?? $"The archive {path} is not there.");
                    return false;
                default:
                    return false;
            }
        }
        catch (UnreadableFrameException e)
        {
            _tally.Failed(RetentionTrouble.Read, e.Message);
            return false;
        }

        _pace.Step(stop);
        return true;
    }

    /// <summary>What was copied is brought to the medium, and leaves <c>images</c>.</summary>
    private void Commit(RetiredBatch batch)
    {
        foreach (var archive in _copied.Select(c => c.Archive).Distinct().Where(a => !a.Commit()))
            GiveUp(_archives.First(a => a.Value == archive).Key, archive.Problem!);
        Span<byte> buffer = stackalloc byte[AtomicFolder.MaxNameBytes];
        foreach (var (frame, archive, bytes) in _copied)
        {
            if (archive.Problem is null && Remove(ParsedFrameName.Write(frame.Label.Bytes, _day, frame.Microseconds, frame.Format, buffer)))
                Left(frame, archived: true, bytes, batch);
        }

        _copied.Clear();
    }

    private void Left(FrameKey frame, bool archived, long bytes, RetiredBatch batch)
    {
        _tally.Left(frame.Label, _reasons[frame.Label.Rule], archived, bytes);
        batch.Add(frame, archived);
    }

    private bool Remove(ReadOnlySpan<byte> name)
    {
        try
        {
            return _folder.Delete(name);
        }
        catch (StorageException e)
        {
            _refusals++;
            _tally.Failed(RetentionTrouble.Remove, e.Message);
            return false;
        }
    }

    private void GiveUp(string archive, string problem)
    {
        _tally.Failed(RetentionTrouble.Archive, $"Frames stay, because they cannot go to the archive: {problem}");
        for (var rule = 0; rule < _remaining.Length; rule++)
        {
            if (string.Equals(_rules.All[rule].ArchiveTo, archive, StringComparison.Ordinal))
                _remaining[rule] = 0;
        }
    }
}
