using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Catalog.Recording;

/// <summary>
/// The catalog's end of the hub: takes notes on the way of each message, and works them up four times a second: the board is told,
/// the queue to the database filled.
/// </summary>
/// <param name="memory">The days that may lack something.</param>
/// <param name="names">How cameras spell themselves.</param>
/// <param name="board">What every camera sent last.</param>
/// <param name="queue">The way to the database.</param>
/// <param name="wake">Called when there is something for the database.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The hub's log.</param>
internal sealed partial class CatalogRecorder(CatalogMemory memory, CameraNames names, CameraBoard board, CatalogQueue queue, Action wake, TimeProvider time, ILogger logger)
    : ICatalogRecorder, IDisposable
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);

    private readonly RecordBuffer _buffer = new();
    private readonly SemaphoreSlim _first = new(0, 1);
    private readonly Lock _draining = new();
    private readonly Dictionary<byte[], Camera> _cameras = new(Utf8Comparer.Instance);
    private long _missed;

    /// <summary>Notes for which there was no room; their days are compared with the files.</summary>
    internal long Missed => Interlocked.Read(ref _missed);

    /// <inheritdoc/>
    public void Opening(DateOnly day) => memory.Unsettle([day]);

    /// <inheritdoc/>
    public void Frame(ReadOnlySpan<byte> nodeAndView, DateTime time, FrameFormat format, int size, int width, int height)
    {
        if (!_buffer.TryAddFrame(nodeAndView, time, format, size, width, height, out var isFirst))
            Miss(time);
        else if (isFirst)
            Wake();
    }

    /// <inheritdoc/>
    public void Line(DateTime time, long ordinal, ReadOnlySpan<byte> line)
    {
        if (!_buffer.TryAddLine(line, time, ordinal, out var isFirst))
            Miss(time);
        else if (isFirst)
            Wake();
    }

    /// <summary>Works notes up until it is ended, and once more then.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await _first.WaitAsync(stopping);
                Drain(); // what comes alone is shown at once
                await Task.Delay(Gathering, time, stopping);
                Drain();
            }
        }
        catch (OperationCanceledException)
        {
            Drain();
        }
    }

    /// <summary>Works up what was noted until now.</summary>
    internal void Drain()
    {
        lock (_draining)
        {
            var notes = _buffer.Drain().Span;
            if (notes.IsEmpty)
                return;
            while (!notes.IsEmpty)
            {
                var note = RecordBuffer.Take(ref notes);
                try
                {
                    WorkUp(note);
                }
#pragma warning disable CA1031 // One note that cannot be worked up must not end the taking of all others.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Miss(note.Time);
                    LogNotWorkedUp(logger, e);
                }
            }
        }

        names.Save();
        board.Publish();
        wake();
    }

    /// <inheritdoc/>
    public void Dispose() => _first.Dispose();

    private void WorkUp(RecordBuffer.Record note)
    {
        if (note.IsLine)
        {
            if (EventLine.Parse(note.Time, note.Ordinal, note.Text, names) is not { } entry)
                return;
            board.Saw(entry);
            Add(new CatalogChange(CatalogChangeKind.Logged, null, entry));
            return;
        }

        var frame = new FrameEntry(
            CameraOf(note.Text), note.Time, note.Format, note.Size, note.Width > 0 ? note.Width : null, note.Height > 0 ? note.Height : null, IsArchived: false);
        board.Saw(frame);
        Add(new CatalogChange(CatalogChangeKind.Stored, frame, null));
    }

    private void Add(CatalogChange change)
    {
        if (!queue.Add(change))
            Interlocked.Increment(ref _missed);
    }

    private Camera CameraOf(ReadOnlySpan<byte> nodeAndView)
    {
        var lookup = _cameras.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(nodeAndView, out var camera))
            return camera;
        if (_cameras.Count >= CameraNames.MostNames)
            _cameras.Clear();
        return lookup[nodeAndView] = names.OfText(nodeAndView);
    }

    private void Miss(DateTime time)
    {
        Interlocked.Increment(ref _missed);
        queue.Miss([DateOnly.FromDateTime(time)]);
    }

    private void Wake()
    {
        try
        {
            _first.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A note for the catalog could not be worked up; its day is compared with the files")]
    private static partial void LogNotWorkedUp(ILogger logger, Exception error);

    /// <summary>Compares texts as bytes, so that no string is made for a frame of a known camera.</summary>
    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        internal static readonly Utf8Comparer Instance = new();

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
    }
}
