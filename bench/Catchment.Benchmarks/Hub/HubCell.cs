namespace Catchment.Benchmarks.Hub;

/// <summary>One cell of the matrix.</summary>
/// <param name="Senders">How many lock-step senders.</param>
/// <param name="PayloadBytes">Size of their frames.</param>
/// <param name="Durability">The hub's durability.</param>
internal sealed record HubCell(int Senders, int PayloadBytes, HubDurability Durability)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Senders} senders, {PayloadBytes} bytes, {Durability}";
}
