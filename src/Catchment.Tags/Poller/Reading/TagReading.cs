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
    /// <summary>When the source had the value, in Unix seconds; null: it does not tell.</summary>
    internal double? SourceTime { get; init; }

    /// <summary>What the value is worth.</summary>
    internal TagQuality Quality { get; init; }

    /// <summary>The value was handed on before, and the device has told no other since.</summary>
    internal bool IsOld { get; init; }

    /// <summary>What is told more of the error; null: nothing.</summary>
    internal IErrorDetails? Details { get; init; }

    /// <summary>Whether there is a value.</summary>
    internal bool HasValue => IsGood || Quality == TagQuality.Uncertain;

    /// <summary>Whether there is a value without a reservation.</summary>
    internal bool IsGood => ReferenceEquals(Status, PollStatus.Ok) || ReferenceEquals(Status, PollStatus.Good);
}
