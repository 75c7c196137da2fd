using System.Runtime.InteropServices;
using Catchment.Core.Hosting;
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

    private readonly KeyResolver _keys = new(writer);
    private readonly OutgoingValue[] _updates = new OutgoingValue[settings.BulkSize];
    private int _updateCount;
    private readonly List<BufferedValue> _waiting = [];
    private SyncBuffer? _buffer;
    private BufferDrops _told;
    private TimeSpan _pause;
    private long _triedAt;
    private long _session;

    /// <summary>How many values wait.</summary>
    internal int Waiting => _buffer?.Count ?? 0;

    /// <summary>Opens the buffer, when there is one to go on with.</summary>
    internal void Open()
    {
        if (settings.BufferFile is { } file && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            OpenBuffer(file);
        tally.Buffers(Waiting);
    }

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
    public void Dispose() => _buffer?.Dispose();

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
            _session = writer.Session;
        }

        if (Waiting == 0)
            return await WriteAsync(pending, cancellation);
        Keep(CollectionsMarshal.AsSpan(pending));
        return await DrainAsync(tags, cancellation);
    }

    private bool NotReached(List<PendingWrite> pending, string trouble)
    {
        Fail(pending.Count, pending.Count > 0 ? pending[0].Tag.Name : "", trouble);
        Keep(CollectionsMarshal.AsSpan(pending));
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
            await RegisterAsync(pending, start, end, cancellation);
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
        Keep(rest);
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

    /// <summary>Points with a unit are registered before their first value comes.</summary>
    private async Task RegisterAsync(List<PendingWrite> pending, int start, int end, CancellationToken cancellation)
    {
        if (!writer.IsBulk)
            return;
        for (var i = start; i < end; i++)
        {
            var (tag, value) = (pending[i].Tag, pending[i].Value);
            if (tag.Plan!.Units is not { } units || tag.RegisteredIn == writer.Session)
                continue;
            var type = tag.Plan.DataType ?? TagCoercion.DataTypeOf(value);
            if (await writer.RegisterAsync(tag.Key!, type, units, TagCoercion.DefaultOf(type == "int" ? "float" : type), cancellation) is { } trouble)
                tally.Tell($"Error registering {tag.Key}: {trouble}");
            tag.RegisteredIn = writer.Session;
        }
    }

    private bool Took(ReadOnlySpan<PendingWrite> answered, WriteAnswer answer)
    {
        var now = time.GetTimestamp();
        foreach (ref readonly var one in answered)
            (one.Tag.State, one.Tag.WrittenAt) = (TagState.Written, now);
        foreach (var refusal in answer.Refused)
        {
            if (refusal.Index < 0 || refusal.Index >= answered.Length)
                continue;
            var tag = answered[refusal.Index].Tag;
            tag.State = TagState.New; // Somebody may register it: it is tried again in each cycle, as the original does.
            tally.FailedToWrite(tag.Name, refusal.Error);
        }

        tally.Wrote(answered.Length - answer.Refused.Count);
        tally.Refused(answer.Refused.Count);
        return answer.Refused.Count == 0;
    }

    /// <summary>Puts values to those that wait; without a buffer they are tried again with the next cycle.</summary>
    private void Keep(ReadOnlySpan<PendingWrite> pending)
    {
        if (pending.IsEmpty || settings.BufferFile is not { } file)
            return;
        _waiting.Clear();
        foreach (ref readonly var one in pending)
            _waiting.Add(new BufferedValue(one.Tag.Key ?? one.Tag.Plan!.Key.ToText(), one.Value, one.Timestamp, one.Quality));
        var before = Waiting;
        try
        {
            (_buffer ?? OpenBuffer(file)).Append(CollectionsMarshal.AsSpan(_waiting));
            foreach (ref readonly var one in pending)
                one.Tag.State = TagState.Buffered;
            condition.Recover("buffer");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StateFolderException)
        {
            tally.Dropped("buffer_failed", pending.Length - Math.Max(0, Waiting - before));
            condition.Degrade("buffer", $"Values cannot be kept for the gateway: {e.Message} Make room, or name another file (--buffer, sync.buffer.file).");
        }

        CountDrops();
    }

    private SyncBuffer OpenBuffer(string file)
    {
        _buffer = SyncBuffer.Open(file, settings.BufferLimits, time);
        CountDrops();
        return _buffer;
    }

    private void CountDrops()
    {
        if (_buffer is null)
            return;
        var drops = _buffer.Drops;
        tally.Dropped("buffer_full", drops.Full - _told.Full);
        tally.Dropped("buffer_age", drops.Aged - _told.Aged);
        tally.Dropped("buffer_damaged", drops.Damaged - _told.Damaged);
        _told = drops;
    }

    private async Task<bool> DrainAsync(IEnumerable<PolledTag> tags, CancellationToken cancellation)
    {
        var isGood = true;
        while (Waiting > 0)
        {
            _waiting.Clear();
            _buffer!.Peek(_waiting, settings.BulkSize);
            if (await _keys.ResolveAsync(_waiting, _updates, cancellation) is { } unanswered)
                return Broken([], unanswered);
            _updateCount = Bounded(_waiting);
            var answer = await writer.WriteAsync(_updates.AsMemory(0, _updateCount), cancellation);
            _buffer.Acknowledge(answer.Answered);
            foreach (var refusal in answer.Refused)
                tally.FailedToWrite(_updates[refusal.Index].Key, refusal.Error);
            tally.Wrote(answer.Answered - answer.Refused.Count);
            tally.Refused(answer.Refused.Count);
            tally.Buffers(Waiting);
            isGood &= answer.Refused.Count == 0;
            if (answer.Trouble is { } trouble)
                return Broken([], trouble);
        }

        // Their clock need not be the gateway's: the newest values are written once more, as of now.
        foreach (var tag in tags)
            tag.Renew();
        condition.Recover("gateway");
        _pause = TimeSpan.Zero;
        return isGood;
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
