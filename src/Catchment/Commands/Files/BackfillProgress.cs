using System.Diagnostics;
using System.Globalization;
using Catchment.Files.Backfill;

namespace Catchment.Commands.Files;

/// <summary>One line on a terminal that is written over; elsewhere nothing, as the log tells the counts.</summary>
internal sealed class BackfillProgress : IProgress<BackfillCounts>
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private long _last = Stopwatch.GetTimestamp();
    private bool _shown;

    /// <inheritdoc/>
    public void Report(BackfillCounts value)
    {
        if (!_isTerminal || Stopwatch.GetElapsedTime(_last) < Every)
            return;
        _last = Stopwatch.GetTimestamp();
        _shown = true;
        Console.Error.Write(string.Create(
            CultureInfo.InvariantCulture, $"\r{value.Recorded:N0} files recorded ({value.RecordedBytes / 1e6:N0} MB), {value.Tracked:N0} tracked already, {value.Failed:N0} failed\u001b[K"));
    }

    /// <summary>Leaves the line.</summary>
    internal void End()
    {
        if (_shown)
            Console.Error.WriteLine();
    }
}
