namespace Catchment.Cameras.Catalog;

/// <summary>An event message, as the catalog knows it.</summary>
/// <param name="Id">Its number in the catalog; grows with the order of arrival, and does not survive a rebuild.</param>
/// <param name="Camera">Who sent it.</param>
/// <param name="Time">The local time that its line in the log bears, to the millisecond.</param>
/// <param name="Type">The message's second field, such as <c>motion</c>.</param>
/// <param name="Text">The whole message as it stands in the log.</param>
public sealed record EventEntry(long Id, Camera Camera, DateTime Time, string Type, string Text);
