namespace Catchment.Soak.Faults;

/// <summary>One thing that happens.</summary>
/// <param name="Kind">What.</param>
/// <param name="Pause">How long all was well before.</param>
/// <param name="Length">How long database or line are away.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan Pause, TimeSpan Length)
{
    internal bool IsKill => Kind is FaultKind.Kill or FaultKind.KillWithoutDatabase or FaultKind.KillWhileCut;

    internal bool IsCut => Kind is FaultKind.Cut or FaultKind.KillWhileCut;

    internal bool IsOfDatabase => Kind is FaultKind.Database or FaultKind.KillWithoutDatabase;
}
