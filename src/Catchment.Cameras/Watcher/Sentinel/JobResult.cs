using System.Runtime.InteropServices;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>One thing that a job found.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Type">The tracking set's type (<c>refkey</c>).</param>
/// <param name="Times">Whose times the offset counts (<c>ringctrl</c>): null for the pictures', else the type of the tracking set.</param>
/// <param name="Start">Where the offset counts from.</param>
/// <param name="Offset">How many times after the first one at or after <paramref name="Start"/>; may be negative.</param>
/// <param name="ClassName">What was found.</param>
/// <param name="ObjectId">The object's id.</param>
/// <param name="Box">Where: left, upper, right, lower edge in pixels.</param>
internal sealed record JobResult(string Job, string Type, string? Times, DateTime Start, long Offset, string ClassName, string ObjectId, JobResult.Rectangle Box) : SentinelRecord
{
    /// <summary>Edges in pixels.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Rectangle(long X1, long Y1, long X2, long Y2);
}
