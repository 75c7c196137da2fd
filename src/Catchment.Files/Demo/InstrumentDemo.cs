using System.Globalization;
using Catchment.Core.Demo;

namespace Catchment.Files.Demo;

/// <summary>
/// An instrument that drops FITS files: most of them as they should come, some slowly, some late, some for the second time, some torn. Where
/// the finder reads rsync's logs the files arrive in storage, with a log of each transfer.
/// </summary>
/// <param name="options">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Told when files cannot be dropped, and when they can again.</param>
public sealed class InstrumentDemo(InstrumentDemoOptions options, TimeProvider time, Action<string> tell) : IDemoSource
{
    private const double UsualRate = 0.5;

    // Of a hundred files.
    private const int Slow = 10;
    private const int Late = 10;
    private const int Doubled = 8;
    private const int Torn = 5;

    private static readonly TimeSpan SlowPart = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private bool _isAway;

    /// <inheritdoc/>
    public string Name => "files";

    /// <inheritdoc/>
    public string Description => options.Storage is null
        ? $"an instrument drops FITS files into {options.Source}, some slow, late, doubled or torn"
        : $"an instrument's FITS files arrive in {options.Storage}, with rsync's logs in {options.Source}";

    /// <inheritdoc/>
    public int Senders => 1;

    /// <inheritdoc/>
    public async Task<DemoTally> RunAsync(DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var random = new Random(plan.Seed);
        var rate = plan.Rate ?? UsualRate;
        var tally = new DemoTally(0, 0, 0);
        (string Name, byte[] Content)? last = null;
        try
        {
            for (var number = 1; !IsOver(plan); number++)
            {
                var exposure = new Exposure(_began, number, random);
                var kind = random.Next(100);
                var (name, content) = (exposure.Name, exposure.Fits(isTorn: kind < Torn));
                var folder = Night(kind is >= Torn and < Torn + Late ? 1 : 0);
                if (kind is >= Torn + Late and < Torn + Late + Doubled && last is { } again)
                    (name, content, folder) = (again.Name, again.Content, "again");
                var isSlow = kind is >= Torn + Late + Doubled and < Torn + Late + Doubled + Slow;
                var item = new DemoItem(Name, $"{folder}/{name}", time.GetUtcNow()) { Bytes = plan.Journal is null ? null : DemoItem.Hash(content) };
                var isDropped = false;
                try
                {
                    isDropped = await DropAsync($"{folder}/{name}", content, isSlow, cancellation);
                }
                finally
                {
                    // Also one that the end has broken off: a part of it is there.
                    plan.Journal?.Note(item with { Answer = isDropped ? "written" : null, Milliseconds = (time.GetUtcNow() - item.Began).TotalMilliseconds });
                }

                tally = isDropped
                    ? tally with { Sent = tally.Sent + 1, Bytes = tally.Bytes + content.Length }
                    : tally with { Refused = tally.Refused + 1 };
                last = (name, content);
                progress?.Report(tally);
                if (!double.IsPositiveInfinity(rate))
                    await WaitUntilAsync(_began + TimeSpan.FromSeconds(number / rate), plan, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ended by the user.
        }

        return tally;
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

    private string Night(int before) => time.GetUtcNow().AddDays(-before).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<bool> DropAsync(string path, byte[] content, bool isSlow, CancellationToken cancellation)
    {
        try
        {
            var target = Path.Combine(options.Storage ?? options.Source, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (isSlow)
                await WriteSlowlyAsync(target, content, cancellation).ConfigureAwait(false);
            else
                WriteAtOnce(target, content);
            if (options.Storage is not null)
                WriteLog(path);
            if (_isAway)
                tell("files can be dropped again");
            _isAway = false;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isAway)
                tell($"files cannot be dropped: {e.Message}");
            _isAway = true;
            await Task.Delay(Patience, time, cancellation).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>As a transfer that is well made: under another name first, hidden and renamed before it could be still.</summary>
    private static void WriteAtOnce(string target, byte[] content)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.tmp");
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, target, overwrite: true);
    }

    /// <summary>As an instrument that writes while it reads out.</summary>
    private async Task WriteSlowlyAsync(string target, byte[] content, CancellationToken cancellation)
    {
        using var file = File.Create(target);
        var part = (content.Length / 4) + 1;
        for (var at = 0; at < content.Length; at += part)
        {
            file.Write(content, at, Math.Min(part, content.Length - at));
            file.Flush();
            await Task.Delay(SlowPart, time, cancellation).ConfigureAwait(false);
        }
    }

    private void WriteLog(string path)
    {
        var now = time.GetLocalNow();
        var folder = Path.Combine(options.Source, now.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        File.AppendAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"rsync_{now:HHmm}.log")), $"instrument <f+++++++++ {path}\n");
    }
}
