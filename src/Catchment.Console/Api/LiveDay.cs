namespace Catchment.WebConsole.Api;

/// <summary>What was found in a day's files has changed the list of its frames and messages.</summary>
/// <param name="Day">The day.</param>
public sealed record LiveDay(DateOnly Day);
