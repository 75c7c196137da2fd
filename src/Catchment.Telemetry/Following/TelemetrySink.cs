using System.Buffers;
using System.Text;
using Catchment.Core.Recording;
using Catchment.Protocols.Flatlogs.Ndjson;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Following;

/// <summary>
/// The records that go into the rounds of the live process beside the devices' entries. It outlives the process's restarts: what a run took and did not commit the
/// next one takes again. Safe for many threads.
/// </summary>
public sealed class TelemetrySink : ITelemetrySink, IDisposable
{
    /// <summary>Bytes of a message, at most.</summary>
    public const int MostMessageBytes = 1 << 20;

    /// <summary>Bytes that wait, about and at most; a record counts for its message and its object.</summary>
    internal const int MostBytes = 8 << 20;

    private const int RecordBytes = 512;
    private const int MostAtOnce = 1024; // of a round, so that the devices' entries have their share

    private readonly Lock _gate = new();
    private readonly Lock _decoding = new();
    private readonly NdjsonDecoder _decoder = new();
    private readonly List<Waiting> _taken = []; // into the round that is being written
    private Queue<Waiting> _waiting = new();
    private TaskCompletionSource _room = NewSignal();
    private WakeUp? _wake;
    private long _bytes;
    private bool _isClosed;

    /// <summary>Bytes that wait.</summary>
    internal long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <inheritdoc/>
    public async Task RecordAsync(TelemetryRecord record, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(record);
        var waiting = Check(record);
        while (!TryOffer(waiting, out var room))
            await room.WaitAsync(cancellation).ConfigureAwait(false);
        await waiting.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes it: what was not stored is refused.</summary>
    public void Dispose()
    {
        List<Waiting> left;
        lock (_gate)
        {
            left = [.. _taken, .. _waiting];
            _taken.Clear();
            _waiting.Clear();
            (_isClosed, _bytes) = (true, 0);
            _room.TrySetResult();
        }

        foreach (var waiting in left)
            waiting.SetException(Closed());
    }

    /// <summary>Says who is to be woken when something comes; null: nobody, and what was taken waits again, in its order.</summary>
    internal void Serve(WakeUp? wake)
    {
        lock (_gate)
        {
            _wake = wake;
            if (_taken.Count == 0)
                return;
            _waiting = new Queue<Waiting>([.. _taken, .. _waiting]);
            _taken.Clear();
        }
    }

    /// <summary>Takes records into a round; a number of them, as long as it has room.</summary>
    /// <returns>Whether there are more.</returns>
    internal bool Take(Round round)
    {
        lock (_gate)
        {
            for (var taken = 0; taken < MostAtOnce && !round.IsFull && _waiting.TryDequeue(out var waiting); taken++)
            {
                waiting.Row = round.Rows.Count;
                round.Batch.Write(waiting.Message);
                round.Add(waiting.Device, waiting.Microseconds, waiting.EventCode);
                _taken.Add(waiting);
            }

            return _waiting.Count > 0;
        }
    }

    /// <summary>The round is committed.</summary>
    /// <param name="refused">Its rows that the database does not take.</param>
    internal void Committed(IReadOnlySet<int> refused)
    {
        Waiting[] taken;
        lock (_gate)
        {
            if (_taken.Count == 0)
                return;
            taken = [.. _taken];
            _taken.Clear();
            _bytes -= taken.Sum(w => w.Bytes);
            _room.TrySetResult();
            _room = NewSignal();
        }

        foreach (var waiting in taken)
        {
            if (refused.Contains(waiting.Row))
                waiting.SetException(new TelemetryRefusedException($"The database does not take a record of {waiting.Device}; the log of the live process says why."));
            else
                waiting.SetResult();
        }
    }

    /// <summary>Lets a record wait, if there is room.</summary>
    /// <param name="waiting">The record.</param>
    /// <param name="room">Ends when there may be room.</param>
    private bool TryOffer(Waiting waiting, out Task room)
    {
        lock (_gate)
        {
            room = _room.Task;
            if (_isClosed)
                throw Closed();
            if (_bytes > 0 && _bytes + waiting.Bytes > MostBytes)
                return false;
            _bytes += waiting.Bytes;
            _waiting.Enqueue(waiting);
            _wake?.Set();
            return true;
        }
    }

    private Waiting Check(TelemetryRecord record)
    {
        CheckName(record.Device, ColumnWidths.Device, nameof(record.Device));
        CheckName(record.EventCode, ColumnWidths.EventCode, nameof(record.EventCode));
        if (record.Message.Length > MostMessageBytes)
            throw new ArgumentException($"A message has at most {MostMessageBytes} bytes.", nameof(record));
        var text = new ArrayBufferWriter<byte>(Math.Max(record.Message.Length, 1));
        lock (_decoding)
        {
            if (_decoder.DecodeMessage(record.Message.Span, text) is var fault && fault != NdjsonFault.None)
                throw new ArgumentException($"The message is no JSON that can be stored ({fault}).", nameof(record));
        }

        if (ObservationName.IsTooLong(record.Device, text.WrittenSpan))
            throw new ArgumentException($"An observation's name has at most {ObservationName.MostBytes} bytes.", nameof(record));
        return new Waiting(record.Device, record.EventCode, Instant.Of(record.Time.UtcDateTime), text.WrittenMemory);
    }

    private static void CheckName(string name, int most, string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, what);
        if (ColumnWidths.Characters(name) > most || name.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(name))
            throw new ArgumentException($"{what} has at most {most} characters, U+0000 and halves of surrogate pairs not among them.", what);
    }

    /// <summary>Whether it is UTF-16: no encoding of the databases has half a pair.</summary>
    private static bool IsWellFormed(ReadOnlySpan<char> name)
    {
        while (Rune.DecodeFromUtf16(name, out _, out var length) == OperationStatus.Done)
            name = name[length..];
        return name.IsEmpty;
    }

    private static TelemetryRefusedException Closed() => new("The node ends: the record is not stored.");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Waiting(string device, string eventCode, long microseconds, ReadOnlyMemory<byte> message) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        internal string Device => device;

        internal string EventCode => eventCode;

        internal long Microseconds => microseconds;

        internal ReadOnlySpan<byte> Message => message.Span;

        internal long Bytes => RecordBytes + message.Length;

        internal int Row { get; set; }
    }
}
