namespace Catchment.WebConsole.Api;

/// <summary>The views that have recorded events.</summary>
/// <param name="Items">The views, by node and view.</param>
public sealed record RecordingViewList(IReadOnlyList<RecordingViewItem> Items);
