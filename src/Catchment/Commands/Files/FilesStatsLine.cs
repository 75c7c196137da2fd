namespace Catchment.Commands.Files;

/// <summary>How files stand in JSON; rates are of the last hour, or of less when that was full.</summary>
internal sealed record FilesStatsLine(
    long Files, long Bytes, long New, IReadOnlyDictionary<string, long> Statuses, long Taken, FileLine? OldestWaiting, string? WaitingSince, bool Complete, FilesStatsLine.Rate LastHour)
{
    /// <summary>What happened since a time.</summary>
    internal sealed record Rate(string Since, long Found, long Succeeded, long Failed, long Refused);
}
