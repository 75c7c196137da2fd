namespace Catchment.Core.Hosting;

/// <summary>One thing that a service misses at present.</summary>
/// <param name="Key">What it is, as the service named it.</param>
/// <param name="Reason">The newest reason given.</param>
/// <param name="Since">When the episode began.</param>
public sealed record ServiceDegradation(string Key, string Reason, DateTimeOffset Since);
