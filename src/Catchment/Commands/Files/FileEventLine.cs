namespace Catchment.Commands.Files;

/// <summary>An event of a file in JSON; the duration in seconds.</summary>
internal sealed record FileEventLine(string Time, string Status, string? IngestVer, double? Duration, string? ErrMessage);
