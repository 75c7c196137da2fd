namespace Catchment.Tags.Store;

/// <summary>Definitions that will be registered in one step, and the addresses that they take.</summary>
internal sealed class RegistrationPlan
{
    private readonly HashSet<long> _taken = [];

    /// <summary>By key; the last one counts.</summary>
    internal Dictionary<string, PointDefinition> Definitions { get; } = new(StringComparer.Ordinal);

    /// <summary>Which key takes an address.</summary>
    internal Dictionary<long, string> Keys { get; } = [];

    /// <summary>Addresses that are taken.</summary>
    internal IReadOnlySet<long> Taken => _taken;

    /// <summary>How many points it adds.</summary>
    internal int Added { get; private set; }

    /// <summary>Keys that lose their address to another in this step.</summary>
    internal HashSet<string> Losers { get; } = new(StringComparer.Ordinal);

    /// <summary>A key loses its address: it keeps the number in its own record only.</summary>
    internal void TakeAddress(PointDefinition loser)
    {
        Definitions[loser.Key] = loser with { IsAddressTaken = true };
        Losers.Add(loser.Key);
    }

    internal void Add(PointDefinition definition, bool isNew)
    {
        Definitions[definition.Key] = definition;
        if (isNew)
            Added++;
        if (definition.Address is not { } address)
            return;
        _taken.Add(address);
        Keys[address] = definition.Key;
    }
}
