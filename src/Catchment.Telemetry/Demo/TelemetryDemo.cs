using Catchment.Core.Demo;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Telemetry.Demo;

/// <summary>
/// An instrument's devices that write telemetry into the folder that the live process follows: real files of real types, with observations, rotated,
/// and with torn ends.
/// </summary>
/// <param name="options">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Told when nothing can be written, and when it can again.</param>
public sealed class TelemetryDemo(TelemetryDemoOptions options, TimeProvider time, Action<string> tell) : IDemoSource
{
    private const double UsualRate = 12; // two a second of each device
    private const double MostRate = 5_000; // nobody answers who writes a file: without a bound it would fill the disk

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private DateTimeOffset _last;
    private bool _isAway;

    /// <summary>The devices that it simulates.</summary>
    public static IReadOnlyList<string> Devices { get; } = [.. DemoDevice.Of(new DemoNight(0)).Select(d => d.Name)];

    /// <inheritdoc/>
    public string Name => "telemetry";

    /// <inheritdoc/>
    public string Description => $"{Senders} devices write .bintel files into {options.Folder}, rotated, with observations and torn ends";

    /// <inheritdoc/>
    public int Senders => Devices.Count;

    /// <summary>Whether a folder has telemetry of devices that no demo simulates: it is an instrument's own.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    public static bool IsOfAnInstrument(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.bintel").Any(f => !Devices.Contains(FlatlogName.Parse(f).Device, StringComparer.Ordinal));

    /// <inheritdoc/>
    public async Task<DemoTally> RunAsync(DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var random = new Random(plan.Seed);
        var writers = DemoDevice.Of(new DemoNight(plan.Seed)).Select(device => new DemoWriter(options, device, random)).ToArray();
        var rate = Math.Min(plan.Rate ?? UsualRate, MostRate);
        var tally = new DemoTally(0, 0, 0);
        try
        {
            for (var number = 1L; !IsOver(plan) && !cancellation.IsCancellationRequested; number++)
            {
                var writer = writers[number % writers.Length];
                var now = Now();
                string? code = null;
                var isWritten = await WriteAsync(() => code = writer.Write(now, (now - _began).TotalSeconds), cancellation).ConfigureAwait(false);
                plan.Journal?.Note(new DemoItem(Name, $"{writer.Device} {now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff} {code}", now) { Answer = isWritten ? "written" : null });
                tally = isWritten ? tally with { Sent = tally.Sent + 1, Bytes = writers.Sum(w => w.Bytes) } : tally with { Refused = tally.Refused + 1 };
                progress?.Report(tally);
                await WaitUntilAsync(_began + TimeSpan.FromSeconds(number / rate), plan, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ended by the user.
        }

        for (var i = 0; i < writers.Length; i++)
        {
            var (writer, isTorn) = (writers[i], i == 1);
            await WriteAsync(() => writer.End(Now(), isTorn), CancellationToken.None).ConfigureAwait(false);
        }

        return tally with { Bytes = writers.Sum(w => w.Bytes) };
    }

    /// <summary>The time of the next entry: no two of them have the same, as a table keeps one of a device's alone.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)); // a table has no finer times
        return _last = now > _last ? now : _last.AddMicroseconds(1);
    }

    private bool IsOver(DemoPlan plan) => plan.Duration is { } duration && time.GetUtcNow() - _began >= duration;

    private async Task WaitUntilAsync(DateTimeOffset due, DemoPlan plan, CancellationToken cancellation)
    {
        if (plan.Duration is { } duration && due > _began + duration)
            due = _began + duration;
        var wait = due - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> WriteAsync(Action write, CancellationToken cancellation)
    {
        try
        {
            write();
            if (_isAway)
                tell("telemetry can be written again");
            _isAway = false;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isAway)
                tell($"telemetry cannot be written: {e.Message}");
            _isAway = true;
            await Task.Delay(Patience, time, cancellation).ConfigureAwait(false);
            return false;
        }
    }
}
