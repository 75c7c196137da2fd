namespace Catchment.Telemetry.Query;

/// <summary>An observation, as the view <c>observations</c> has it. Source: <c>telemetry</c> 4.2.</summary>
/// <param name="Start">Time of the last record before it began, UTC.</param>
/// <param name="End">Time of its last record, UTC; null: it goes on.</param>
/// <param name="Email">The observer's address.</param>
/// <param name="Name">The observation's name.</param>
public sealed record ObservationSpan(DateTime Start, DateTime? End, string? Email, string? Name);
