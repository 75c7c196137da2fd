using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>A list of values that were recorded, in the order of their times.</summary>
internal sealed class Recording : IOpcUaHistory
{
    public List<DataValue> Values { get; } = [];

    public int Reads { get; private set; }

    public IReadOnlyList<DataValue> Read(DateTime earliest, DateTime latest, bool isBackward, int most)
    {
        Reads++;
        most.ShouldBeGreaterThan(0);
        var within = Values.Where(v => v.SourceTimestamp >= earliest && v.SourceTimestamp <= latest);
        return [.. (isBackward ? within.Reverse() : within).Take(most)];
    }
}
