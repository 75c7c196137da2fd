namespace Catchment.WebConsole.Api;

/// <summary>A page of recorded events.</summary>
/// <param name="Items">The events, in the order asked for.</param>
/// <param name="Next">The <c>cursor</c> of the next page; left out: this is the last.</param>
public sealed record RecordingPage(IReadOnlyList<RecordingItem> Items, string? Next);
