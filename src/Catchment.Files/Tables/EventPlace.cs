using System.Runtime.InteropServices;

namespace Catchment.Files.Tables;

/// <summary>A place in the events table.</summary>
/// <param name="Row">
/// Where the row lies: SQLite's rowid, which is the order of arrival; PostgreSQL's block and line, which is nearly that.
/// </param>
/// <param name="Start">The event's time, local microseconds.</param>
/// <param name="FileId">The event's file.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventPlace(long Row, long Start, long FileId)
{
    /// <summary>Before the first event.</summary>
    internal static EventPlace Beginning { get; } = new(0, long.MinValue, 0);
}
