using System.Globalization;

namespace Catchment.Files.Finder;

/// <summary>Which days' folders of logs are looked at. Source: <c>files</c> 4.3 step 1.</summary>
internal static class LogDays
{
    /// <summary>The folders' names, oldest first.</summary>
    /// <param name="day">The day.</param>
    /// <param name="past">Days before it.</param>
    /// <param name="future">Days after it.</param>
    internal static IEnumerable<string> Folders(DateOnly day, int past, int future)
    {
        var first = Math.Max(0, day.DayNumber - past);
        var last = Math.Min(DateOnly.MaxValue.DayNumber, day.DayNumber + future);
        for (var number = first; number <= last; number++)
            yield return DateOnly.FromDayNumber(number).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a file is a log by its name. Source: <c>files</c> 4.3 step 2.</summary>
    internal static bool IsLog(ReadOnlySpan<byte> name) => name.Length >= "rsynclog".Length && name.StartsWith("rsync"u8) && name.EndsWith("log"u8);
}
