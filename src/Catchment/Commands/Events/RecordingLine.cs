namespace Catchment.Commands.Events;

/// <summary>A recorded event as a line of JSON.</summary>
internal sealed record RecordingLine(
    string Date, string Event, string Node, string View, string Start, string? End, int Width, int Height, int Pictures, IReadOnlyDictionary<string, int> Sets, IReadOnlyList<string> Labels);
