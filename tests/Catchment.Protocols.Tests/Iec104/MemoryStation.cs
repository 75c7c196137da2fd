using System.Collections.Concurrent;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>A station with points in memory: those with an even address can be commanded.</summary>
internal sealed class MemoryStation : IIec104Station
{
    public IReadOnlyCollection<int> CommonAddresses { get; init; } = [1];

    public ConcurrentDictionary<int, Iec104Point> Points { get; } = new();

    public ConcurrentQueue<Iec104Command> Commands { get; } = new();

    public Task? Completion { get; set; }

    public bool Fails { get; set; }

    public CounterFreeze Frozen { get; private set; }

    public MemoryStation With(params Iec104Point[] points)
    {
        foreach (var point in points)
            Points[point.Information.Address] = point;
        return this;
    }

    public IEnumerable<Iec104Point> Interrogate(int commonAddress, int group)
    {
        foreach (var point in Points.Values.OrderBy(p => p.Information.Address))
        {
            if (Fails)
                throw new InvalidOperationException("the station is broken");
            if (group == 0 || point.Information.Address % 16 == group)
                yield return point;
        }
    }

    public IEnumerable<Iec104Point> Counters(int commonAddress, int group) => Points.Values.Where(p => p.Type is TypeId.M_IT_NA_1 or TypeId.M_IT_TB_1).OrderBy(p => p.Information.Address);

    public bool TryRead(int commonAddress, int objectAddress, out Iec104Point point)
    {
        if (Fails)
            throw new InvalidOperationException("the station is broken");
        return Points.TryGetValue(objectAddress, out point);
    }

    public Iec104CommandOutcome Take(in Iec104Command command)
    {
        if (Fails)
            throw new InvalidOperationException("the station is broken");
        if (!Points.TryGetValue(command.Information.Address, out var point))
            return new Iec104CommandOutcome(Iec104CommandAnswer.UnknownObject);
        if (point.Type is TypeId.M_IT_NA_1)
            return new Iec104CommandOutcome(Iec104CommandAnswer.UnknownType);
        if (command.Information.Address % 2 != 0)
            return new Iec104CommandOutcome(Iec104CommandAnswer.Refused);
        Commands.Enqueue(command);
        return new Iec104CommandOutcome(Iec104CommandAnswer.Accepted, command.Kind == Iec104CommandKind.Execute ? Completion : null);
    }

    public bool FreezeCounters(int commonAddress, int group, CounterFreeze freeze)
    {
        Frozen = freeze;
        return freeze != CounterFreeze.Reset;
    }
}
