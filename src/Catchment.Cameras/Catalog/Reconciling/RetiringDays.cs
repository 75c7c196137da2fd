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

    /// <summary>Notes a day.</summary>
    /// <exception cref="IOException">It could not be noted.</exception>
    internal void Add(DateOnly day)
    {
        StateFolder.Make(stateDirectory);
        File.WriteAllBytes(PathOf(day), []);
    }

    /// <summary>Crosses a day out that was compared with its files, unless retention is at work just now: then it does so itself.</summary>
    internal void Compared(DateOnly day)
    {
        if (!File.Exists(PathOf(day)))
            return;
        try
        {
            using var claim = FileLock.Take(Path.Combine(stateDirectory, RetentionRounds.LockFile), holder => holder);
            Remove(day);
        }
        catch (StateFolderException)
        {
            // Retention is at work. What it leaves behind is compared after the next start.
        }
    }

    /// <summary>Crosses a day out.</summary>
    internal void Remove(DateOnly day) => File.Delete(PathOf(day));

    private string PathOf(DateOnly day) => Path.Combine(stateDirectory, Prefix + FrameFile.DayName(day));
}
