namespace Catchment.WebConsole.Api;

/// <summary>A page of frames.</summary>
/// <param name="Items">The frames, in the order asked for.</param>
/// <param name="Next">The <c>cursor</c> of the next page; left out: this is the last.</param>
public sealed record FramePage(IReadOnlyList<FrameItem> Items, string? Next);
