namespace Catchment.WebConsole.Api;

/// <summary>The live stream left messages out because its reader was slow; ask for the newest state.</summary>
/// <param name="Messages">How many since the stream began.</param>
public sealed record LiveMissed(long Messages);
