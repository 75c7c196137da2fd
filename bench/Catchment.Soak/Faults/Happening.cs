namespace Catchment.Soak.Faults;

/// <summary>A fault that has happened.</summary>
/// <param name="Fault">What.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When the node had recovered.</param>
/// <param name="Trouble">What the node still complained of after all patience; null: nothing.</param>
internal sealed record Happening(Fault Fault, DateTimeOffset From, DateTimeOffset To, string? Trouble);
