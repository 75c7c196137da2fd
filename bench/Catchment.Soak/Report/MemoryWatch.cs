using Catchment.Soak.Machine;

namespace Catchment.Soak.Report;

/// <summary>Looks at the node's memory twice a second.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly List<(DateTimeOffset Time, long KiB)> _seen = [];
    private readonly Timer _timer;

    internal MemoryWatch(SoakNode node) => _timer = new Timer(_ => Look(node), null, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));

    /// <summary>The most of each quarter, in MiB.</summary>
    internal IReadOnlyList<double> Most(Quarters quarters)
    {
        lock (_seen)
            return [.. quarters.Split(_seen, static s => s.Time).Select(static q => q.Count == 0 ? 0 : q.Max(static s => s.KiB) / 1024.0)];
    }

    public void Dispose() => _timer.Dispose();

    private void Look(SoakNode node)
    {
        if (node.Memory() is not { } memory)
            return;
        lock (_seen)
            _seen.Add((TimeProvider.System.GetUtcNow(), memory));
    }
}
