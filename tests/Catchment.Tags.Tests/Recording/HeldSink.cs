using System.Text;
using System.Threading.Channels;
using Catchment.Core.Recording;

namespace Catchment.Tags.Tests.Recording;

/// <summary>Takes records at once, or when it is let.</summary>
internal sealed class HeldSink : ITelemetrySink
{
    private readonly Channel<TelemetryRecord> _records = Channel.CreateUnbounded<TelemetryRecord>();

    /// <summary>Records wait for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Why records are refused; null: they are not.</summary>
    public Func<TelemetryRecord, Exception?> Refuses { get; set; } = static _ => null;

    public async Task RecordAsync(TelemetryRecord record, CancellationToken cancellation)
    {
        if (Refuses(record) is { } why)
            throw why;
        _records.Writer.TryWrite(record);
        if (Hold is { } hold)
            await hold.Task.WaitAsync(cancellation);
    }

    /// <summary>The next record.</summary>
    public Task<TelemetryRecord> NextAsync() => _records.Reader.ReadAsync().AsTask().InTimeAsync();

    /// <summary>The message of the next record.</summary>
    public async Task<string> MessageAsync() => Encoding.UTF8.GetString((await NextAsync()).Message.Span);

    public bool TryNext(out TelemetryRecord? record) => _records.Reader.TryRead(out record);
}
