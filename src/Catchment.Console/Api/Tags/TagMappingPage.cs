namespace Catchment.WebConsole.Api.Tags;

/// <summary>Mappings of a protocol, in the order in which they came.</summary>
/// <param name="Items">The mappings.</param>
/// <param name="Found">How many there are of those that are wanted.</param>
/// <param name="All">How many there are.</param>
public sealed record TagMappingPage(IReadOnlyList<TagMappingItem> Items, int Found, int All);
