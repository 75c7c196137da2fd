namespace Catchment.WebConsole.Api;

/// <summary>A view of an outpost that has recorded events.</summary>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
public sealed record RecordingViewItem(string Node, string View);
