namespace Catchment.Interop.Tests;

/// <summary>Tests that need the machine to themselves: they run one after another, after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
