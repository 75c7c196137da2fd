namespace Catchment.Commands.Events;

/// <summary>A frame as a line of JSON.</summary>
internal sealed record FrameLine(string Time, string Node, string View, string Type, string Path, long Size, int? Width, int? Height, bool Archived);
