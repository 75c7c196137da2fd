using System.Buffers;
using System.Globalization;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Buffering;

/// <summary>
/// Values that wait for the gateway, in order, on disk: checksummed records at the ends of numbered files. A killed process loses none that
/// was put there; what was delivered is forgotten only when it is acknowledged, so after a kill a few may be delivered twice, with
/// their own times. For one thread at a time. Source: <c>tags</c> 11 (FE8).
/// </summary>
public sealed class SyncBuffer : IDisposable
{
    private const int SegmentSize = 1 << 20;
    private const int LongestPiece = 256 * 1024;

    /// <summary>A computer without a clock of its own starts before this, and knows the time later on: what was queued till then is not old.</summary>
    private static readonly long Believable = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();


    private readonly string _path;
    private readonly BufferLimits _limits;
    private readonly TimeProvider _time;
    private readonly FileLock _lock;
    private readonly BufferPosition _position;
    private readonly LinkedList<BufferSegment> _segments = [];
    private readonly ArrayBufferWriter<byte> _records = new();
    private AppendLog? _tail;
    private long _lastNumber;
    private long _full;
    private long _aged;
    private long _damaged;

    private SyncBuffer(string path, BufferLimits limits, TimeProvider time, FileLock held)
    {
        (_path, _limits, _time, _lock) = (path, limits, time, held);
        try
        {
            _position = BufferPosition.Open(path + ".position");
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>How many values wait.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes on disk.</summary>
    public long Bytes => _segments.Sum(static segment => segment.End - segment.Position);

    /// <summary>How many values of the last <see cref="Append"/> were put there.</summary>
    public int Appended { get; private set; }

    /// <summary>What it lost since it was opened.</summary>
    public BufferDrops Drops => new(_full, _aged, _damaged);

    /// <summary>Opens a buffer, or makes one.</summary>
    /// <param name="path">What its files' names begin with; their folder is made when missing.</param>
    /// <param name="limits">What it holds at most.</param>
    /// <param name="time">The clock of ages.</param>
    /// <exception cref="StateFolderException">Another process has it.</exception>
    /// <exception cref="IOException">Its files cannot be had.</exception>
    /// <exception cref="UnauthorizedAccessException">Its files cannot be had.</exception>
    public static SyncBuffer Open(string path, BufferLimits limits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(time);
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var buffer = new SyncBuffer(full, limits, time, FileLock.Take(full + ".lock", holder => $"The buffer '{full}' is in use by {holder}. Stop that one first, or give this one a buffer of its own (--buffer)."));
        try
        {
            buffer.Find();
            buffer.Trim();
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Puts values to the end; returns when a crash of the process loses none of them. The oldest go where there is no room.</summary>
    /// <param name="values">The values, oldest first.</param>
    /// <exception cref="IOException">Not all of them could be put there; those before are.</exception>
    public void Append(ReadOnlySpan<BufferedValue> values)
    {
        var queued = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _records.ResetWrittenCount();
        Appended = 0;
        var count = 0;
        foreach (ref readonly var value in values)
        {
            BufferRecord.Write(_records, value, queued);
            count++;
            if (_records.WrittenCount >= LongestPiece)
                Flush(ref count);
        }

        Flush(ref count);
        Trim();
    }

    /// <summary>Reads the oldest values; they stay until they are acknowledged.</summary>
    /// <param name="values">Takes them, oldest first.</param>
    /// <param name="most">The most that are read.</param>
    public void Peek(ICollection<BufferedValue> values, int most)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var segment in _segments)
        {
            var position = segment.Position;
            for (var left = segment.Count; left > 0 && values.Count < most; left--)
            {
                if (!segment.TryNext(ref position, out var record))
                {
                    Lose(segment, left);
                    break;
                }

                // A record that is none keeps its place, so that acknowledging stays counting.
                values.Add(BufferRecord.TryRead(record, out var value) ? value : new BufferedValue("", TagValue.Null, 0));
            }

            if (values.Count >= most)
                return;
        }
    }

    /// <summary>Forgets the oldest values: they were delivered.</summary>
    /// <param name="count">How many.</param>
    /// <param name="again">The places among them, rising from 0, of those that go to the end with their times instead; null: none.</param>
    /// <exception cref="IOException">It could not be written down; after a restart they would be delivered again.</exception>
    public void Acknowledge(int count, IReadOnlyList<int>? again = null)
    {
        if (again is { Count: > 0 })
            Repeat(count, again);
        Skip(count);
        Trim();
    }

    /// <summary>Closes its files; what waits stays on disk.</summary>
    public void Dispose()
    {
        _tail?.Dispose();
        foreach (var segment in _segments)
            segment.Dispose();
        _position?.Dispose();
        _lock.Dispose();
    }

    private void Find()
    {
        var folder = Path.GetDirectoryName(_path)!;
        var prefix = Path.GetFileName(_path) + ".";
        _lastNumber = _position.Segment;
        foreach (var (number, file) in Directory.EnumerateFiles(folder, prefix + "*")
            .Select(file => (Number: NumberOf(Path.GetFileName(file)[prefix.Length..]), File: file))
            .Where(static one => one.Number > 0)
            .OrderBy(static one => one.Number))
        {
            if (number < _position.Segment)
            {
                File.Delete(file);
                continue;
            }

            _lastNumber = Math.Max(_lastNumber, number);
            var segment = BufferSegment.Open(file, number);
            _segments.AddLast(segment);
            segment.Scan(number == _position.Segment ? _position.Offset : 0);
            _damaged += segment.Damaged;
            Count += segment.Count;
        }

        Settle();
    }

    private static long NumberOf(string end) =>
        end.Length == 10 && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private void Flush(ref int count)
    {
        if (count == 0)
            return;
        if (_tail is null || _segments.Last!.Value.End >= SegmentSize)
            Begin();
        _tail!.Write(_records.WrittenSpan);
        _segments.Last!.Value.Grew(_records.WrittenCount, count);
        Count += count;
        Appended += count;
        _records.ResetWrittenCount();
        count = 0;
    }

    /// <summary>A new file: never the end of one that a killed process may have left with half a record.</summary>
    private void Begin()
    {
        _tail?.Dispose();
        _tail = null;
        var path = string.Create(CultureInfo.InvariantCulture, $"{_path}.{_lastNumber + 1:D10}");
        var tail = AppendLog.Open(path, Durability.Written);
        try
        {
            _segments.AddLast(BufferSegment.Open(path, ++_lastNumber));
            _tail = tail;
        }
        finally
        {
            if (_tail is null)
                tail.Dispose();
        }
    }

    /// <summary>Puts some of the oldest records to the end as they are.</summary>
    private void Repeat(int count, IReadOnlyList<int> again)
    {
        _records.ResetWrittenCount();
        var (place, next, copied) = (0, 0, 0);
        foreach (var segment in _segments.ToArray())
        {
            var position = segment.Position;
            for (var left = segment.Count; left > 0 && place < count && next < again.Count && segment.TryNext(ref position, out var record); left--, place++)
            {
                if (place != again[next])
                    continue;
                _records.Write(record);
                (next, copied) = (next + 1, copied + 1);
            }
        }

        Flush(ref copied);
    }

    private void Trim()
    {
        var (before, damaged) = (Count, _damaged);
        if (Count > _limits.Entries)
            Skip(Count - _limits.Entries);
        while (Count > 0 && Bytes > _limits.Bytes)
            Skip(Math.Max(1, Count / 100));
        _full += before - Count - (_damaged - damaged);
        var oldest = (_time.GetUtcNow() - _limits.Age).ToUnixTimeMilliseconds();
        (before, damaged) = (Count, _damaged);
        while (First is { } segment)
        {
            var position = segment.Position;
            if (!segment.TryNext(ref position, out var record))
                Lose(segment, segment.Count);
            else if (BufferRecord.Queued(record) is var queued && queued < oldest && queued > Believable)
                Skip(1);
            else
                break;
        }

        _aged += before - Count - (_damaged - damaged);
        Settle();
    }

    private BufferSegment? First => _segments.FirstOrDefault(static segment => segment.Count > 0);

    private void Skip(int count)
    {
        while (count > 0 && First is { } segment)
        {
            if (count >= segment.Count)
            {
                count -= segment.Count;
                Count -= segment.Count;
                (segment.Position, segment.Count) = (segment.End, 0);
                continue;
            }

            var position = segment.Position;
            if (!segment.TryNext(ref position, out _))
            {
                Lose(segment, segment.Count);
                continue;
            }

            segment.Position = position;
            segment.Count--;
            Count--;
            count--;
        }
    }

    /// <summary>Records at the end of a segment were damaged since it was looked at.</summary>
    private void Lose(BufferSegment segment, int count)
    {
        segment.Count -= count;
        Count -= count;
        _damaged += count;
    }

    /// <summary>Writes down how far it is, then removes the files before.</summary>
    private void Settle()
    {
        var first = First;
        var (number, offset) = first is null ? (_lastNumber + 1, 0) : (first.Number, first.Position);
        if ((number, offset) != (_position.Segment, _position.Offset) && (_segments.Count > 0 || first is not null))
            _position.Set(number, offset);
        if (first is null)
        {
            _tail?.Dispose();
            _tail = null;
        }

        while (_segments.First is { Value: var segment } && segment.Number < number)
        {
            _segments.RemoveFirst();
            segment.Dispose();
            File.Delete(segment.Path);
        }

        if (first is null)
            _lastNumber = Math.Max(_lastNumber, _position.Segment);
    }
}
