using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>A variable that was 0, 1, 2, … at each second of <see cref="Begin"/>, a hundred times.</summary>
internal sealed class RecordedVariable : VariableNode, IOpcUaHistory
{
    public const int Count = 100;

    public static readonly DateTime Begin = new(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly DataValue[] Values = [.. Enumerable.Range(0, Count).Select(static i => new DataValue(new Variant((double)i), default, Begin.AddSeconds(i)))];

    public RecordedVariable(NodeId id, string name)
        : base(id, new QualifiedName(name, 2), new NodeId((uint)BuiltInType.Double))
    {
        (AccessLevel, Historizing, History) = (AccessLevels.CurrentRead | AccessLevels.HistoryRead, true, this);
    }

    public override DataValue Read() => Values[^1];

    public IReadOnlyList<DataValue> Read(DateTime earliest, DateTime latest, bool isBackward, int most)
    {
        var within = Values.Where(value => value.SourceTimestamp >= earliest && value.SourceTimestamp <= latest);
        return [.. (isBackward ? within.Reverse() : within).Take(most)];
    }
}
