namespace Catchment.Soak.Faults;

/// <summary>What happens, decided by the seed alone: at first one of each simple kind in any order, then all kinds.</summary>
/// <param name="seed">The seed.</param>
/// <param name="duration">How long the soak takes: in a short one more happens.</param>
internal sealed class FaultPlan(int seed, TimeSpan duration)
{
    /// <summary>Of these at least one each.</summary>
    internal const int Least = 3;

    // Kinds by their weights.
    private static readonly FaultKind[] Kinds = [FaultKind.Kill, FaultKind.Kill, FaultKind.Kill, FaultKind.Database, FaultKind.Database, FaultKind.Cut, FaultKind.Cut, FaultKind.KillWithoutDatabase, FaultKind.KillWhileCut];

    /// <summary>The faults, without an end.</summary>
    internal IEnumerable<Fault> Faults()
    {
        var random = new Random(seed);
        FaultKind[] first = [FaultKind.Kill, FaultKind.Database, FaultKind.Cut];
        random.Shuffle(first);
        foreach (var kind in first)
            yield return Next(kind, random);
        while (true)
            yield return Next(Kinds[random.Next(Kinds.Length)], random);
    }

    private Fault Next(FaultKind kind, Random random)
    {
        var most = Math.Clamp(duration.TotalSeconds / 6, 2, 25);
        return new Fault(kind, TimeSpan.FromSeconds(1 + (most * random.NextDouble())), TimeSpan.FromSeconds(0.3 + (most * random.NextDouble() * random.NextDouble())));
    }
}
