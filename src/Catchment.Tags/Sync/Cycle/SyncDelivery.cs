using System.Runtime.InteropServices;
using Catchment.Tags.Store;
using Catchment.Tags.Sync.Buffering;
using Catchment.Tags.Sync.Statistics;
using Catchment.Tags.Sync.Writing;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>
/// Brings values to the gateway: at once, or, while it is away, over the buffer, in order. What is new never overtakes what waits.
/// Source: <c>tags</c> 8.6, 11 (FE1, FE8).
/// </summary>
/// <param name="writer">The gateway.</param>
/// <param name="settings">What it runs with.</param>
/// <param name="tally">Counts.</param>
/// <param name="condition">Learns of trouble.</param>
/// <param name="time">The clock.</param>
internal sealed class SyncDelivery(ITagWriter writer, SyncSettings settings, SyncTally tally, ISyncCondition condition, TimeProvider time) : IDisposable
{
    /// <summary>A request stays far below the gateway's limit to a line.</summary>
    private const int LongestRequest = 4 * 1024 * 1024;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>How long values that the gateway refuses at present wait for the next try; others are not held up by them.</summary>
    private static readonly TimeSpan PauseOfRefused = TimeSpan.FromSeconds(10);

    private readonly KeyResolver _keys = new(writer);
    private readonly UnitRegistrar _units = new(writer, tally);
    private readonly SyncBacklog _backlog = new(settings, tally, condition, time);
    private readonly OutgoingValue[] _updates = new OutgoingValue[settings.BulkSize];
    private int _updateCount;
    private readonly List<BufferedValue> _waiting = [];
    private readonly List<int> _again = [];
    private TimeSpan _pause;
    private long _triedAt;
    private long _session;
    private int _refused; // Those that wait because the gateway refuses them at present; they are the last ones.
    private long _refusedAt;

    /// <summary>How many values wait.</summary>
    internal int Waiting => _backlog.Count;

    /// <summary>Opens the buffer, when there is one to go on with.</summary>
    internal void Open() => _backlog.Open();

    /// <summary>Delivers values.</summary>
    /// <param name="pending">The values, in their order.</param>
    /// <param name="tags">All tags: those of a gateway that may have forgotten them are written again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether nothing failed.</returns>
    internal async Task<bool> DeliverAsync(List<PendingWrite> pending, IEnumerable<PolledTag> tags, CancellationToken cancellation)
    {
        if (pending.Count == 0 && Waiting == 0)
            return true;
        var isGood = await ConnectAsync(cancellation) is not { } trouble ? await ReachedAsync(pending, tags, cancellation) : NotReached(pending, trouble);
        tally.Buffers(Waiting);
        return isGood;
    }

    /// <inheritdoc/>
    public void Dispose() => _backlog.Dispose();

    private async ValueTask<string?> ConnectAsync(CancellationToken cancellation)
    {
        // Between two tries the pause grows: a gateway that starts is not knocked at all the time.
        if (_pause > TimeSpan.Zero && time.GetElapsedTime(_triedAt) < _pause)
            return "not reachable at present";
        var trouble = await writer.ConnectAsync(cancellation);
        if (trouble is null)
            return null;
        Pause();
        return trouble;
    }

    private void Pause()
    {
        _triedAt = time.GetTimestamp();
        _pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, Math.Max(TimeSpan.FromMilliseconds(100).Ticks, _pause.Ticks * 2)));
    }

    private async Task<bool> ReachedAsync(List<PendingWrite> pending, IEnumerable<PolledTag> tags, CancellationToken cancellation)
    {
        if (_session != writer.Session)
        {
            // Another run of the gateway may have forgotten values, and other keys may be registered there.
            foreach (var tag in tags)
                tag.Renew();
            (_session, _refused) = (writer.Session, 0);
        }

        if (Waiting == 0 || (Waiting == _refused && time.GetElapsedTime(_refusedAt) < PauseOfRefused))
            return await WriteAsync(pending, cancellation);
        _backlog.Keep(CollectionsMarshal.AsSpan(pending));
        return await DrainAsync(tags, cancellation);
    }

    private bool NotReached(List<PendingWrite> pending, string trouble)
    {
        Fail(pending.Count, pending.Count > 0 ? pending[0].Tag.Name : "", trouble);
        _backlog.Keep(CollectionsMarshal.AsSpan(pending));
        return false;
    }

    private void Fail(int count, string first, string trouble)
    {
        condition.Degrade("gateway", $"The gateway's socket {settings.SocketPath} cannot be written to: {trouble}. Is the gateway running, and is that its socket (--socket-path, sync.socket_path)? {(settings.BufferFile is null ? "There is no buffer" : "Values wait on disk")}.");
        if (count == 0)
            return;
        tally.Unanswered(count);
        tally.FailedToWrite(count == 1 ? first : $"{first} and {count - 1} others", trouble);
    }

    private async Task<bool> WriteAsync(List<PendingWrite> pending, CancellationToken cancellation)
    {
        var isGood = true;
        var withoutKey = pending.Where(static one => one.Tag.Key is null).Select(static one => one.Tag).ToArray();
        if (withoutKey.Length > 0 && await _keys.ResolveAsync(withoutKey, cancellation) is { } unanswered)
            return Broken(CollectionsMarshal.AsSpan(pending), unanswered);
        for (var start = 0; start < pending.Count;)
        {
            var end = Batch(pending, start);
            if (await _units.RegisterAsync(pending, start, end, cancellation) is { } unasked)
                return Broken(CollectionsMarshal.AsSpan(pending)[start..], unasked);
            var answer = await writer.WriteAsync(_updates.AsMemory(0, _updateCount), cancellation);
            isGood &= Took(CollectionsMarshal.AsSpan(pending).Slice(start, answer.Answered), answer);
            if (answer.Trouble is { } trouble)
                return Broken(CollectionsMarshal.AsSpan(pending)[(start + answer.Answered)..], trouble);
            start = end;
        }

        condition.Recover("gateway");
        _pause = TimeSpan.Zero;
        return isGood;
    }

    private bool Broken(ReadOnlySpan<PendingWrite> rest, string trouble)
    {
        Pause();
        Fail(rest.Length, rest.Length > 0 ? rest[0].Tag.Name : "", trouble);
        _backlog.Keep(rest);
        return false;
    }

    private int Batch(List<PendingWrite> pending, int start)
    {
        var (end, bytes) = (start, 0);
        for (_updateCount = 0; end < pending.Count && _updateCount < _updates.Length && bytes < LongestRequest; end++)
        {
            var one = pending[end];
            _updates[_updateCount++] = new OutgoingValue(one.Tag.Key!, one.Value, null, one.Quality);
            bytes += SizeOf(one.Value);
        }

        return end;
    }

    private static int SizeOf(in TagValue value) => value.Kind switch
    {
        TagValueKind.Text => value.AsText.Length * 3,
        TagValueKind.Json => value.AsJson.Length,
        _ => 0,
    };

    private bool Took(ReadOnlySpan<PendingWrite> answered, WriteAnswer answer)
    {
        var now = time.GetTimestamp();
        foreach (ref readonly var one in answered)
            one.Tag.Give(one, TagState.Written, now);
        foreach (var refusal in answer.Refused)
        {
            // Somebody may register it, or make room: its newest value is tried again in each cycle, as the original does.
            var tag = answered[refusal.Index].Tag;
            tag.Refuse();
            tally.FailedToWrite(tag.Name, refusal.Error);
        }

        tally.Wrote(answered.Length - answer.Refused.Count);
        tally.Refused(answer.Refused.Count);
        return answer.Refused.Count == 0;
    }

    /// <summary>Delivers what waited when it began, once; what the gateway refuses at present goes to the end.</summary>
    private async Task<bool> DrainAsync(IEnumerable<PolledTag> tags, CancellationToken cancellation)
    {
        var (left, written, lost) = (Waiting, 0, 0);
        _refused = 0;
        while (left > 0 && _backlog.Peek(_waiting, Math.Min(left, settings.BulkSize)))
        {
            if (await _keys.ResolveAsync(_waiting, _updates, cancellation) is { } unanswered)
                return Broken([], unanswered);
            _updateCount = Bounded(_waiting);
            var answer = await writer.WriteAsync(_updates.AsMemory(0, _updateCount), cancellation);
            lost += Sort(answer);
            if (!_backlog.Acknowledge(answer.Answered, _again))
                return Broken([], "the buffer cannot be written to");
            left -= answer.Answered;
            written += answer.Answered - answer.Refused.Count;
            _refused += _again.Count;
            tally.Wrote(answer.Answered - answer.Refused.Count);
            tally.Refused(answer.Refused.Count);
            tally.Buffers(Waiting);
            if (answer.Trouble is { } trouble)
                return Broken([], trouble);
        }

        Drained(tags, written);
        return lost + _refused == 0;
    }

    private void Drained(IEnumerable<PolledTag> tags, int written)
    {
        // Their clock need not be the gateway's: the newest values are written once more, as of now.
        if (written > 0)
        {
            foreach (var tag in tags)
                tag.Renew();
        }

        if (_refused == 0)
            condition.Recover("refused");
        else
            condition.Degrade("refused", $"The gateway refuses {_refused} values that waited for it; they are tried again every {PauseOfRefused.TotalSeconds:0} s. Its answers are among the errors of the statistics.");
        _refusedAt = time.GetTimestamp();
        condition.Recover("gateway");
        _pause = TimeSpan.Zero;
    }

    /// <summary>Tells what was refused of values that waited. What would never be taken is given up; the places of the others are noted.</summary>
    /// <returns>How many are given up.</returns>
    private int Sort(WriteAnswer answer)
    {
        _again.Clear();
        foreach (var refusal in answer.Refused)
        {
            tally.FailedToWrite(_updates[refusal.Index].Key, refusal.IsFinal ? $"{refusal.Error}. The value waited, and is given up" : refusal.Error);
            if (!refusal.IsFinal)
                _again.Add(refusal.Index);
        }

        var lost = answer.Refused.Count - _again.Count;
        tally.Dropped("refused", lost);
        return lost;
    }

    /// <summary>How many of the values that wait fit into one request.</summary>
    private static int Bounded(List<BufferedValue> values)
    {
        var (count, bytes) = (0, 0);
        while (count < values.Count && bytes < LongestRequest)
            bytes += SizeOf(values[count++].Value);
        return count;
    }
}
