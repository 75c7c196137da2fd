using System.Buffers;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Recording;

/// <summary>
/// Records how the node does, beside the telemetry of the instrument that it serves: what each service has received, sent, discarded and failed at, and the
/// memory of the process. While the database is away it waits, and goes on with what is then.
/// </summary>
/// <param name="sink">Where to.</param>
/// <param name="metrics">What is recorded.</param>
/// <param name="node">The node's name.</param>
/// <param name="every">How often.</param>
public sealed partial class StatisticsRecorder(ITelemetrySink sink, NodeMetrics metrics, string node, TimeSpan every) : IService
{
    /// <summary>The service's name.</summary>
    public const string Service = "statistics";

    /// <summary>The event code of its rows.</summary>
    public const string EventCode = "catchment_statistics";

    private const int MostDevice = 50;

    /// <inheritdoc/>
    public string Name => Service;

    /// <summary>The device of its rows: <c>catchment-</c> and the node's name, cut where the table has no room.</summary>
    public string Device { get; } = string.Concat($"catchment-{node}".EnumerateRunes().Take(MostDevice)); // Its characters are those of the table, and no pair is cut apart.

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Running();
        var began = context.Time.GetTimestamp();
        using var timer = new PeriodicTimer(every, context.Time);
        try
        {
            do
            {
                var record = new TelemetryRecord(Device, EventCode, context.Time.GetUtcNow(), Message(context.Time.GetElapsedTime(began)));
                await sink.RecordAsync(record, stopping).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopped(context.Logger);
        }
        catch (TelemetryRefusedException) when (stopping.IsCancellationRequested)
        {
            LogStopped(context.Logger);
        }
    }

    private ReadOnlyMemory<byte> Message(TimeSpan since)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        json.WriteString("node", node);
        json.WriteString("version", metrics.Version);
        json.WriteNumber("uptime_seconds", Math.Round(since.TotalSeconds, 3));
        json.WriteNumber("memory_bytes", Environment.WorkingSet);
        json.WriteStartObject("services");
        foreach (var service in metrics.Services)
        {
            var totals = service.Totals;
            json.WriteStartObject(service.Service);
            json.WriteNumber("received", totals.Received);
            json.WriteNumber("sent", totals.Sent);
            json.WriteNumber("discarded", totals.Discarded);
            json.WriteNumber("errors", totals.Errors);
            json.WriteNumber("bytes", totals.Bytes);
            json.WriteNumber("in_flight", totals.InFlight);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return text.WrittenMemory;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Statistics are recorded no more")]
    private static partial void LogStopped(ILogger logger);
}
