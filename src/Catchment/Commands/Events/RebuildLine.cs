namespace Catchment.Commands.Events;

/// <summary>The end of a rebuild as a line of JSON.</summary>
internal sealed record RebuildLine(int Days, long Looked, long Added, long Removed);
