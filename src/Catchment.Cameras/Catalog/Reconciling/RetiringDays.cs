using Catchment.Cameras.Retention;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Catalog.Reconciling;

/// <summary>
/// The days from which frames are leaving, or left while the catalog could not be told: an empty file <c>retiring-&lt;date&gt;</c>
/// each, in the hub's state folder. A day that stands there is compared with its files.
/// </summary>
/// <param name="stateDirectory">The hub's state folder.</param>
internal sealed class RetiringDays(string stateDirectory)
{
    private const string Prefix = "retiring-";

    /// <summary>The days noted.</summary>
    internal IReadOnlyList<DateOnly> All()
    {
        var days = new List<DateOnly>();
        if (!Directory.Exists(stateDirectory))
            return days;
        foreach (var path in Directory.EnumerateFiles(stateDirectory, Prefix + "*"))
        {
            if (FrameFile.TryParseDay(Path.GetFileName(path.AsSpan())[Prefix.Length..], out var day))
                days.Add(day);
        }

        return days;
    }

    /// <summary>The days noted by a retention that is no longer at work; null: one is at work.</summary>
    internal IReadOnlyList<DateOnly>? Abandoned()
    {
        var days = All();
        return days.Count == 0 || TryWhileNobodyRetires(() => days = All()) ? days : null;
    }

    /// <summary>Notes a day.</summary>
    /// <returns>False when it is noted already.</returns>
    /// <exception cref="IOException">It could not be noted.</exception>
    internal bool Add(DateOnly day)
    {
        StateFolder.Make(stateDirectory);
        if (File.Exists(PathOf(day)))
            return false;
        File.WriteAllBytes(PathOf(day), []);
        return true;
    }

    /// <summary>Crosses a day out that was compared with its files, unless retention is at work just now: then it does so itself.</summary>
    internal void Compared(DateOnly day)
    {
        if (File.Exists(PathOf(day)))
            TryWhileNobodyRetires(() => Remove(day));
    }

    /// <summary>Crosses a day out.</summary>
    internal void Remove(DateOnly day) => File.Delete(PathOf(day));

    private bool TryWhileNobodyRetires(Action action)
    {
        try
        {
            using var claim = FileLock.Take(Path.Combine(stateDirectory, RetentionRounds.LockFile), holder => holder);
            action();
            return true;
        }
        catch (StateFolderException)
        {
            return false;
        }
    }

    private string PathOf(DateOnly day) => Path.Combine(stateDirectory, Prefix + FrameFile.DayName(day));
}
