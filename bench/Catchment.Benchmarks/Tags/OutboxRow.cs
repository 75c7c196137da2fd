namespace Catchment.Benchmarks.Tags;

/// <summary>What a message costs in the MQTT outbox while others wait in it.</summary>
/// <param name="Waiting">So many wait.</param>
/// <param name="AppendMicroseconds">To append one.</param>
/// <param name="TakeMicroseconds">To take one and acknowledge it.</param>
/// <param name="OpenMilliseconds">To open it again with all of them.</param>
/// <param name="ManagedMegabytes">Memory that it then holds.</param>
internal sealed record OutboxRow(int Waiting, double AppendMicroseconds, double TakeMicroseconds, double OpenMilliseconds, double ManagedMegabytes);
