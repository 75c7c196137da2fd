namespace Catchment.WebConsole.Api.Tags;

/// <summary>How many tags there are.</summary>
/// <param name="Version">Rises when tags come, go or are defined anew.</param>
/// <param name="Count">How many there are.</param>
public sealed record TagMembership(long Version, int Count);
