using Catchment.Soak.Machine;

namespace Catchment.Soak.Faults;

/// <summary>Makes things happen to a node, until the time is over, and at least one of each kind.</summary>
/// <param name="node">The node.</param>
/// <param name="site">Its database.</param>
/// <param name="tell">Told of each.</param>
internal sealed class FaultRun(SoakNode node, SoakSite site, Action<string> tell)
{
    /// <summary>How long a node may take until nothing of it complains.</summary>
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(90);

    /// <summary>In the second half of each quarter that is longer, nobody is killed, so that it is seen how memory grows.</summary>
    private static readonly TimeSpan ShortQuarter = TimeSpan.FromMinutes(1);

    private readonly List<Happening> _happened = [];

    internal IReadOnlyList<Happening> Happened => _happened;

    internal async Task RunAsync(SoakOptions options, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        foreach (var planned in new FaultPlan(options.Seed, options.Duration).Faults())
        {
            var isEnough = _happened.Count >= FaultPlan.Least;
            if (isEnough && TimeProvider.System.GetElapsedTime(began) + planned.Pause > options.Duration)
                break;
            await Task.Delay(planned.Pause, cancellation);
            var quarter = options.Duration / 4;
            var isCalm = quarter > ShortQuarter && TimeProvider.System.GetElapsedTime(began).Ticks % quarter.Ticks > quarter.Ticks / 2;
            var fault = isCalm && isEnough && planned.IsKill ? planned with { Kind = planned.IsCut ? FaultKind.Cut : FaultKind.Database } : planned;
            var from = TimeProvider.System.GetUtcNow();
            await HappenAsync(fault, cancellation);
            var trouble = await node.RecoverAsync(RecoveryPatience, cancellation);
            _happened.Add(new Happening(fault, from, TimeProvider.System.GetUtcNow(), trouble));
            tell($"{from.LocalDateTime:HH:mm:ss.f} {fault.Kind}{(fault.Kind == FaultKind.Kill ? "" : $" for {fault.Length.TotalSeconds:0.0} s")}, recovered after {(_happened[^1].To - from).TotalSeconds:0.0} s{(trouble is null ? "" : $": {trouble}")}");
        }

        var left = options.Duration - TimeProvider.System.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, cancellation);
    }

    private async Task HappenAsync(Fault fault, CancellationToken cancellation)
    {
        if (fault.IsOfDatabase)
            site.Postgres.StopAtOnce();
        if (fault.IsCut)
            OwnMachine.Cut();
        if (fault.IsKill)
        {
            node.Kill();
            node.Start();
        }

        if (fault.Kind != FaultKind.Kill)
            await Task.Delay(fault.Length, cancellation);
        if (fault.IsOfDatabase)
            site.Postgres.Start();
        if (fault.IsCut)
            OwnMachine.Join();
    }
}
