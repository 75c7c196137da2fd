namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>Observations, newest first.</summary>
/// <param name="Items">The observations.</param>
/// <param name="Cut">There are more than were asked for.</param>
public sealed record SpanList(IReadOnlyList<SpanItem> Items, bool Cut);
