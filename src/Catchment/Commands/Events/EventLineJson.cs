namespace Catchment.Commands.Events;

/// <summary>An event message as a line of JSON.</summary>
internal sealed record EventLineJson(string Time, string Node, string View, string Type, string Text);
