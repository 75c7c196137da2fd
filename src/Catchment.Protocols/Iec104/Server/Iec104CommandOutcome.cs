namespace Catchment.Protocols.Iec104.Server;

/// <summary>What a station says to a command, and when it is done.</summary>
/// <param name="Answer">What is confirmed.</param>
/// <param name="Completion">
/// Of an execution: its end, told as activation termination, negative when it failed; null: it is done already.
/// </param>
public readonly record struct Iec104CommandOutcome(Iec104CommandAnswer Answer, Task? Completion = null);
