namespace Catchment.WebConsole.Api;

/// <summary>How many frames there are in a span of time.</summary>
/// <param name="Start">The span's beginning, local time, ISO 8601 without a zone.</param>
/// <param name="Frames">Frames received in it.</param>
public sealed record CountItem(string Start, long Frames);
