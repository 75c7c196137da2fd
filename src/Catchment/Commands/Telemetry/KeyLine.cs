using System.Text.Json.Nodes;

namespace Catchment.Commands.Telemetry;

/// <summary>A key in JSON.</summary>
internal sealed record KeyLine(string Key, string Kind, JsonNode? Value, string Ts, string? Ec, double AgeSeconds, int? Items, int Entries);
