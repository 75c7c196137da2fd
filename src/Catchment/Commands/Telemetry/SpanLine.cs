namespace Catchment.Commands.Telemetry;

/// <summary>An observation in JSON.</summary>
internal sealed record SpanLine(string Start, string? End, string? Email, string? Name);
