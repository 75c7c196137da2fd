namespace Catchment.WebConsole.Api;

/// <summary>A page of event messages.</summary>
/// <param name="Items">The messages, in the order asked for; fewer than asked for when a text was searched.</param>
/// <param name="Next">The <c>cursor</c> of the next page; left out: this is the last.</param>
public sealed record EventPage(IReadOnlyList<EventItem> Items, string? Next);
