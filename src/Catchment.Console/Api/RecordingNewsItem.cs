namespace Catchment.WebConsole.Api;

/// <summary>What has just become of a recorded event.</summary>
/// <param name="Day">The event's day.</param>
/// <param name="Event">Its id.</param>
/// <param name="What"><c>started</c>, <c>changed</c>, <c>ended</c> or <c>deleted</c>.</param>
public sealed record RecordingNewsItem(string Day, string Event, string What);
