using System.Text;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Inventory;

/// <summary>The paths of a host that are in the inventory, and how their files were; 36 bytes each.</summary>
internal sealed class KnownPaths
{
    private const int MostUtf8PerPath = 4 * ColumnWidths.Path;

    private readonly Dictionary<PathDigest, long> _before;
    private readonly HashSet<PathDigest> _now = [];

    private KnownPaths(int capacity) => _before = new Dictionary<PathDigest, long>(capacity);

    /// <summary>Reads them from the database, once for a whole run.</summary>
    /// <param name="database">The database.</param>
    /// <param name="host">The host.</param>
    /// <param name="withFacts">Whether <see cref="Change"/> will be asked.</param>
    internal static KnownPaths Read(TelemetryDatabase database, string host, bool withFacts)
    {
        using var connection = database.Connect();
        var paths = new KnownPaths((int)TelemetryTables.CountKnown(connection, host));
        var utf8 = new byte[MostUtf8PerPath];
        foreach (var file in database.Tables.Known(connection, host, withFacts))
        {
            if (!Encoding.UTF8.TryGetBytes(file.Path, utf8, out var length))
                continue; // Of SQLite only, where columns have no bounds: no path of ours is that long.
            paths._before[PathDigest.Of(utf8.AsSpan(0, length))] = file is { Modified: { } modified, Size: { } size } ? Stamp(modified, size) : 0;
        }

        return paths;
    }

    /// <summary>Whether the inventory had it before this run.</summary>
    internal bool Contains(PathDigest path) => _before.ContainsKey(path);

    /// <summary>Takes a path that the inventory did not have as met in this run.</summary>
    /// <returns>False when it was met before: one data folder lies in another.</returns>
    internal bool Meet(PathDigest path) => _now.Add(path);

    /// <summary>Takes how a file is that the inventory had before.</summary>
    /// <returns>Whether it was otherwise.</returns>
    internal bool Change(PathDigest path, long modified, long size)
    {
        var stamp = Stamp(modified, size);
        var hasChanged = _before[path] != stamp;
        _before[path] = stamp;
        return hasChanged;
    }

    private static long Stamp(long modified, long size) => unchecked((modified * 1_000_003) ^ size);
}
