namespace Catchment.Telemetry.Following;

/// <summary>
/// The files that the program writes itself. One that lies in a data folder changes with each round: were that news, rounds would follow each
/// other without end (D16).
/// </summary>
/// <param name="paths">Files and folders, absolute.</param>
internal sealed class OwnPaths(IReadOnlyList<string> paths)
{
    // What SQLite and this program put beside a database, and rotation beside a log.
    private static readonly string[] Companions = ["", "-wal", "-shm", "-journal", ".catchment", ".catchment-wal", ".catchment-shm", ".catchment-journal"];

    /// <summary>Whether a file is one of them, or in one of them.</summary>
    /// <param name="path">The file, as it is recorded; a relative one starts at the working folder.</param>
    internal bool Contains(string path)
    {
        var full = Path.GetFullPath(path);
        foreach (var own in paths)
        {
            if (full.StartsWith(own, StringComparison.Ordinal) && (full.AsSpan(own.Length) is ['/', ..] || Array.IndexOf(Companions, full[own.Length..]) >= 0))
                return true;
        }

        return false;
    }
}
