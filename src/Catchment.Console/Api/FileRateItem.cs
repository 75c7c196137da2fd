namespace Catchment.WebConsole.Api;

/// <summary>What happened in a minute.</summary>
/// <param name="Start">Its begin, local time.</param>
/// <param name="Found">Files that were tracked.</param>
/// <param name="Succeeded">Files that the plugin accepted.</param>
/// <param name="Failed">Attempts that failed, or whose end is not known.</param>
/// <param name="Refused">Files that were ignored or invalid.</param>
public sealed record FileRateItem(string Start, long Found, long Succeeded, long Failed, long Refused);
