namespace Catchment.DataFeed;

/// <summary>What names an event.</summary>
/// <param name="Date">The day it is filed under.</param>
/// <param name="Event">Its id.</param>
public readonly record struct EventReference(DateOnly Date, string Event);
