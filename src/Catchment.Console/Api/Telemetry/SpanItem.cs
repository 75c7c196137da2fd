using Catchment.Telemetry.Query;

namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>An observation.</summary>
/// <param name="Start">Its begin, UTC.</param>
/// <param name="End">Its end, UTC; left out: it goes on.</param>
/// <param name="Email">The observer's address.</param>
/// <param name="Name">The observation's name.</param>
public sealed record SpanItem(string Start, string? End, string? Email, string? Name)
{
    internal static SpanItem Of(ObservationSpan s) => new(TelemetryTime.Text(s.Start), s.End is { } end ? TelemetryTime.Text(end) : null, s.Email, s.Name);
}
