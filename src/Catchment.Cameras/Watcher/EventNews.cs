namespace Catchment.Cameras.Watcher;

/// <summary>What has just become of a recorded event, for the live feed.</summary>
/// <param name="Day">The event's day, <c>YYYY-MM-DD</c>.</param>
/// <param name="Event">Its id.</param>
/// <param name="What"><c>started</c>, <c>changed</c>, <c>ended</c> or <c>deleted</c>.</param>
public sealed record EventNews(string Day, string Event, string What);
