namespace Catchment.Core.Recording;

/// <summary>A row of <c>telem</c> to be. The column <c>prio</c> stays null, as it always has been.</summary>
/// <param name="Device">Who tells it; 1 to 50 characters.</param>
/// <param name="EventCode">What kind of message it is; 1 to 20 characters.</param>
/// <param name="Time">When it was so; microseconds count.</param>
/// <param name="Message">One JSON value in UTF-8, at most 1 MiB. Numbers and texts become those that the tables have of every device: no number beyond 64 bits, U+FFFD for U+0000.</param>
public sealed record TelemetryRecord(string Device, string EventCode, DateTimeOffset Time, ReadOnlyMemory<byte> Message);
