using System.Runtime.InteropServices;
using Catchment.Core.Hosting;
using Catchment.Tags.Sync.Buffering;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>The values that wait for the gateway, where there is a buffer; trouble with it is told, and ends no cycle. Source: <c>tags</c> 11 (FE8).</summary>
/// <param name="settings">What the sync runs with.</param>
/// <param name="tally">Counts.</param>
/// <param name="condition">Learns of trouble.</param>
/// <param name="time">The clock.</param>
internal sealed class SyncBacklog(SyncSettings settings, SyncTally tally, ISyncCondition condition, TimeProvider time) : IDisposable
{
    private const string Disk = "buffer";
    private const string Losses = "buffer_losses";

    private readonly List<BufferedValue> _values = [];
    private SyncBuffer? _buffer;
    private BufferDrops _told;

    /// <summary>How many values wait.</summary>
    internal int Count => _buffer?.Count ?? 0;

    /// <summary>Opens the buffer, when there is one to go on with.</summary>
    /// <exception cref="StateFolderException">Another process has it.</exception>
    internal void Open()
    {
        if (settings.BufferFile is { } file && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            Try(() => Open(file));
        tally.Buffers(Count);
    }

    /// <summary>Puts values to the end; without a buffer they are tried again with the next cycle.</summary>
    internal void Keep(ReadOnlySpan<PendingWrite> pending)
    {
        if (pending.IsEmpty || settings.BufferFile is not { } file)
            return;
        _values.Clear();

        // Whoever takes them may have other keys than the one that the present key was chosen for.
        foreach (ref readonly var one in pending)
            _values.Add(new BufferedValue(one.Tag.Plan!.Key.ToText(), one.Value, one.Timestamp, one.Quality));
        var kept = _values.Count;
        if (!TryKeep(file))
        {
            kept = _buffer?.Appended ?? 0;
            tally.Dropped("buffer_failed", _values.Count - kept);
        }

        var now = time.GetTimestamp();
        foreach (ref readonly var one in pending[..kept])
            one.Tag.Give(one, TagState.Buffered, now);
    }

    /// <summary>Reads the oldest values.</summary>
    /// <param name="values">Is filled with them.</param>
    /// <param name="most">The most that are read.</param>
    /// <returns>False: there are none that can be read.</returns>
    internal bool Peek(List<BufferedValue> values, int most)
    {
        values.Clear();
        return Try(() => _buffer!.Peek(values, most)) && values.Count > 0;
    }

    /// <summary>Forgets the oldest values, but for some that go to the end.</summary>
    /// <param name="count">How many are done with.</param>
    /// <param name="again">The places among them of those that go to the end, rising.</param>
    /// <returns>False: the disk does not take that; they stay.</returns>
    internal bool Acknowledge(int count, IReadOnlyList<int> again) => Try(() => _buffer!.Acknowledge(count, again));

    /// <inheritdoc/>
    public void Dispose() => _buffer?.Dispose();

    private bool TryKeep(string file)
    {
        try
        {
            return Try(() => Open(file).Append(CollectionsMarshal.AsSpan(_values)));
        }
        catch (StateFolderException e)
        {
            condition.Degrade(Disk, e.Message);
            return false;
        }
    }

    private SyncBuffer Open(string file) => _buffer ??= SyncBuffer.Open(file, settings.BufferLimits, time);

    private bool Try(Action act)
    {
        try
        {
            act();
            condition.Recover(Disk);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            condition.Degrade(Disk, $"Values cannot be kept for the gateway: {e.Message} Make room, or name another file (--buffer, sync.buffer.file).");
            return false;
        }
        finally
        {
            Tell();
        }
    }

    /// <summary>What the buffer lost is counted, and told while values wait.</summary>
    private void Tell()
    {
        if (_buffer is null)
            return;
        var (drops, told) = (_buffer.Drops, _told);
        _told = drops;
        tally.Dropped("buffer_full", drops.Full - told.Full);
        tally.Dropped("buffer_age", drops.Aged - told.Aged);
        tally.Dropped("buffer_damaged", drops.Damaged - told.Damaged);
        if (drops.Damaged > told.Damaged)
            tally.Tell($"{drops.Damaged - told.Damaged} records of values that waited in {settings.BufferFile} were damaged, and are lost");
        if (drops.Full > told.Full || drops.Aged > told.Aged)
            condition.Degrade(Losses, $"The oldest of the values that wait for the gateway go, for there are too many, or they are too old: {drops.Full + drops.Aged} so far. The limits are sync.buffer.max_entries, max_bytes and max_age.");
        else if (Count == 0)
            condition.Recover(Losses);
    }
}
