using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>An object that keeps what is written, and fails where a test wants it.</summary>
internal sealed class Cell(SnmpValue value, bool writable = false) : ISnmpObject
{
    private SnmpValue _value = value;

    /// <summary>What the next commits give.</summary>
    public SnmpErrorStatus CommitStatus { get; set; }

    public bool CannotUndo { get; init; }

    public Exception? Throws { get; set; }

    public List<SnmpValue> Written { get; } = [];

    public SnmpValue Read() => Throws is null ? _value : throw Throws;

    public SnmpErrorStatus Test(SnmpValue value) => !writable ? SnmpErrorStatus.NotWritable
        : value.Type != _value.Type ? SnmpErrorStatus.WrongType
        : value.Type == SnmpType.Integer && value.Number > 1000 ? SnmpErrorStatus.WrongValue
        : SnmpErrorStatus.NoError;

    public SnmpErrorStatus Commit(SnmpValue value)
    {
        if (CommitStatus != SnmpErrorStatus.NoError)
            return CommitStatus;
        Written.Add(value);
        _value = value;
        return SnmpErrorStatus.NoError;
    }

    public bool Undo(SnmpValue before) => !CannotUndo && Commit(before) == SnmpErrorStatus.NoError;

    public void Become(SnmpValue value) => _value = value;
}
