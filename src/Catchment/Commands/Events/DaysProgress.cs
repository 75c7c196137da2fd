using System.Diagnostics;
using System.Globalization;
using Catchment.Cameras.Catalog.Reconciling;

namespace Catchment.Commands.Events;

/// <summary>Shows how far work over many days is: one line that is written over on a terminal, a plain line every few seconds otherwise. To standard error.</summary>
internal sealed class DaysProgress : IProgress<CatalogProgress>
{
    private const int BarWidth = 30;
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(5);

    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private long _last = Stopwatch.GetTimestamp();
    private bool _shown;

    /// <inheritdoc/>
    public void Report(CatalogProgress value)
    {
        if (Stopwatch.GetElapsedTime(_last) < (_isTerminal ? OnTerminal : Otherwise))
            return;
        _last = Stopwatch.GetTimestamp();
        var counts = string.Create(CultureInfo.InvariantCulture,
            $"{value.Day:yyyy-MM-dd}  day {value.DaysDone + 1} of {value.Days}, {value.Files:N0} looked at, {value.Added:N0} added, {value.Removed:N0} taken out");
        if (!_isTerminal)
        {
            Console.Error.WriteLine(counts);
            return;
        }

        var full = BarWidth * value.DaysDone / Math.Max(1, value.Days);
        Console.Error.Write($"\r[{new string('#', full)}{new string('.', BarWidth - full)}] {counts}\u001b[K");
        _shown = true;
    }

    /// <summary>Leaves the line.</summary>
    internal void End()
    {
        if (_shown)
            Console.Error.WriteLine();
    }
}
