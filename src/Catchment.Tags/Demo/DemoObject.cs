using Catchment.Protocols.Snmp;

namespace Catchment.Tags.Demo;

/// <summary>An INTEGER of a simulated SNMP agent: one that it measures, or one that it is told.</summary>
/// <param name="value">What it is at first.</param>
/// <param name="isGood">Whether it can be told a number; null: it cannot be told any.</param>
internal sealed class DemoObject(SnmpValue value, Func<long, bool>? isGood = null) : ISnmpObject
{
    private long _number = value.Number;

    /// <inheritdoc/>
    public SnmpValue Read() => SnmpValue.Integer((int)Interlocked.Read(ref _number));

    /// <summary>Sets it.</summary>
    internal void Set(int number) => Interlocked.Exchange(ref _number, number);

    /// <inheritdoc/>
    public SnmpErrorStatus Test(SnmpValue wanted) => isGood is null ? SnmpErrorStatus.NotWritable
        : wanted.Type != SnmpType.Integer ? SnmpErrorStatus.WrongType
        : isGood(wanted.Number) ? SnmpErrorStatus.NoError : SnmpErrorStatus.WrongValue;

    /// <inheritdoc/>
    public SnmpErrorStatus Commit(SnmpValue wanted)
    {
        Set((int)wanted.Number);
        return SnmpErrorStatus.NoError;
    }
}
