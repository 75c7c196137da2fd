using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>Tells masters points again and again: each in its own cycle, and all of them in the background. Source: <c>tags</c> 5.3, 6.3.</summary>
/// <param name="time">The clock.</param>
/// <param name="metrics">Counts.</param>
internal sealed class Iec104Cycles(TimeProvider time, Iec104Metrics metrics) : IDisposable
{
    /// <summary>The shortest cycle in milliseconds: a shorter one is this.</summary>
    public const int ShortestMs = 20;

    private static readonly TimeSpan ScanStep = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Cycle> _cycles = [];
    private ITimer? _scan;
    private Iec104Server? _server;
    private Action<Exception>? _failed;
    private int _next;

    /// <summary>Begins to tell.</summary>
    /// <param name="server">The masters.</param>
    /// <param name="failed">Told what should not happen.</param>
    /// <param name="station">All points.</param>
    /// <param name="scanSeconds">The time in which all are told in the background; 0: they are not.</param>
    public void Begin(Iec104Server server, Action<Exception> failed, TagStation station, int scanSeconds)
    {
        lock (_gate)
        {
            (_server, _failed) = (server, failed);
            if (scanSeconds <= 0)
                return;
            var batch = new PointBatch(metrics);
            _scan = Every(ScanStep, () => Scan(station, scanSeconds, batch));
        }
    }

    /// <summary>Takes a binding in, if it has a cycle.</summary>
    public void Add(Iec104Binding binding)
    {
        if (binding.PeriodMs <= 0)
            return;
        lock (_gate)
        {
            var period = Math.Max(ShortestMs, binding.PeriodMs);
            if (!_cycles.TryGetValue(period, out var cycle))
            {
                _cycles.Add(period, cycle = new Cycle(new PointBatch(metrics)));
                cycle.Timer = Every(TimeSpan.FromMilliseconds(period), () => Tell(cycle));
            }

            cycle.Bindings.Add(binding);
            cycle.Picture = null;
        }
    }

    /// <summary>Takes a binding out.</summary>
    public void Remove(Iec104Binding binding)
    {
        var period = Math.Max(ShortestMs, binding.PeriodMs);
        lock (_gate)
        {
            if (!_cycles.TryGetValue(period, out var cycle) || !cycle.Bindings.Remove(binding))
                return;
            cycle.Picture = null;
            if (cycle.Bindings.Count > 0)
                return;
            _cycles.Remove(period);
            cycle.Timer?.Dispose();
        }
    }

    /// <summary>Tells nothing any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _scan?.Dispose();
            foreach (var cycle in _cycles.Values)
                cycle.Timer?.Dispose();
            _cycles.Clear();
            _server = null;
        }
    }

    /// <summary>A timer whose work is not begun again while it lasts.</summary>
    private ITimer Every(TimeSpan period, Action work)
    {
        var isAtWork = 0;
        return time.CreateTimer(
            _ =>
            {
                if (Interlocked.Exchange(ref isAtWork, 1) != 0)
                    return;
                try
                {
                    work();
                }
#pragma warning disable CA1031 // A timer's exception would end the process.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    _failed?.Invoke(e);
                }
                finally
                {
                    Volatile.Write(ref isAtWork, 0);
                }
            },
            null,
            period,
            period);
    }

    private void Tell(Cycle cycle)
    {
        Iec104Server? server;
        Iec104Binding[] bindings;
        lock (_gate)
        {
            server = _server;
            if (server is not { IsHeard: true })
                return;
            bindings = cycle.Picture ??= [.. cycle.Bindings.OrderBy(static one => one.Mapping.CommonAddress).ThenBy(static one => one.PlainType)];
        }

        foreach (var binding in bindings)
        {
            // The standard has no periodic counters.
            var cause = binding.IsCounter ? CauseOfTransmission.Spontaneous : CauseOfTransmission.Periodic;
            cycle.Batch.Add(server, binding.Mapping.CommonAddress, binding.ReadPlain(), cause);
        }

        cycle.Batch.Put(server);
    }

    /// <summary>Tells so many points that all have had their turn in a scan.</summary>
    private void Scan(TagStation station, int seconds, PointBatch batch)
    {
        if (_server is not { IsHeard: true } server)
            return;
        var all = station.Stations.Values;
        var count = all.Sum(static some => some.Length);
        if (count == 0)
            return;
        var share = (count + seconds - 1) / seconds;
        var first = _next % count;
        _next = (first + share) % count;
        foreach (var binding in all.SelectMany(static some => some).Skip(first).Take(share).Concat(all.SelectMany(static some => some).Take(Math.Max(0, first + share - count))))
        {
            if (!binding.IsCounter)
                batch.Add(server, binding.Mapping.CommonAddress, binding.ReadPlain(), CauseOfTransmission.BackgroundScan);
        }

        batch.Put(server);
    }

    private sealed class Cycle(PointBatch batch)
    {
        public HashSet<Iec104Binding> Bindings { get; } = [];

        public PointBatch Batch { get; } = batch;

        public Iec104Binding[]? Picture { get; set; }

        public ITimer? Timer { get; set; }
    }
}
