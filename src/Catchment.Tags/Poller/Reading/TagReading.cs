using System.Runtime.InteropServices;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Reading;

/// <summary>What is known of a tag. Source: <c>tags</c> 9.1.</summary>
/// <param name="Value">Its value; null where the last reading failed.</param>
/// <param name="Status">The state of the last reading.</param>
/// <param name="Error">What went wrong; null: nothing.</param>
/// <param name="Timestamp">When it was read or tried, in Unix seconds.</param>
/// <param name="LastSuccess">When it was read, in Unix seconds; null: never.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TagReading(TagValue Value, string Status, string? Error, long Timestamp, long? LastSuccess)
{
    /// <summary>Whether there is a value without a reservation.</summary>
    internal bool IsGood => ReferenceEquals(Status, PollStatus.Ok);
}
