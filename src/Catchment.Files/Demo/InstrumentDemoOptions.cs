namespace Catchment.Files.Demo;

/// <summary>Where a simulated instrument drops its files.</summary>
/// <param name="Source">The finder's source folder.</param>
/// <param name="Storage">The finder's storage folder; null: files arrive in the source, otherwise they arrive in storage, and rsync's logs of them in the source.</param>
public sealed record InstrumentDemoOptions(string Source, string? Storage);
