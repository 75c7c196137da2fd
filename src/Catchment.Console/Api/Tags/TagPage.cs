namespace Catchment.WebConsole.Api.Tags;

/// <summary>A window of a list of tags.</summary>
/// <param name="Items">The tags.</param>
/// <param name="Offset">How many of the list stand before them.</param>
/// <param name="Found">How many the list has.</param>
/// <param name="All">How many tags there are.</param>
/// <param name="Membership">Rises when tags come, go or are defined anew.</param>
/// <param name="Now">The node's time, in Unix seconds.</param>
public sealed record TagPage(IReadOnlyList<TagItem> Items, int Offset, int Found, int All, long Membership, double Now);
