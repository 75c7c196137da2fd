namespace Catchment.Protocols.Snmp.Serving;

/// <summary>The agent's own objects, and those that it is given, as one tree. Where both have a name, the agent's own counts.</summary>
internal sealed class AgentObjects : ISnmpObjects
{
    private static readonly Oid System = new(1, 3, 6, 1, 2, 1, 1);
    private static readonly Oid SnmpGroup = new(1, 3, 6, 1, 2, 1, 11);
    private static readonly Oid Engine = new(1, 3, 6, 1, 6, 3, 10, 2, 1);

    /// <summary>Those of the snmp group that this agent never counts: it takes no answers and no traps, and asks nobody.</summary>
    private static readonly uint[] NeverCounted = [8, 9, 10, 11, 12, 18, 19, 25, 26, 27];

    private readonly SnmpObjectTable _own = new();
    private readonly ISnmpObjects _given;

    internal AgentObjects(SnmpAgentOptions options, AgentEngine engine, AgentCounters counters, ISnmpObjects given)
    {
        _given = given;
        var rows = new List<SnmpObjectRow>();
        var sysObjectId = SnmpValue.ObjectIdentifier(options.SysObjectId ?? new Oid(1, 3, 6, 1, 4, 1, options.Enterprise));
        Constant(System.Append(1, 0), SnmpValue.OctetString(options.SysDescr));
        Constant(System.Append(2, 0), sysObjectId);
        Computed(System.Append(3, 0), () => SnmpValue.TimeTicks(engine.UpTime));
        Constant(System.Append(4, 0), SnmpValue.OctetString(options.SysContact));
        Constant(System.Append(5, 0), SnmpValue.OctetString(options.SysName));
        Constant(System.Append(6, 0), SnmpValue.OctetString(options.SysLocation));
        Constant(System.Append(7, 0), SnmpValue.Integer(options.SysServices));
        foreach (var counter in Enum.GetValues<AgentCounter>())
            Computed(AgentCounters.Name(counter), () => SnmpValue.Counter32(counters[counter]));
        foreach (var number in NeverCounted)
            Constant(SnmpGroup.Append(number, 0), SnmpValue.Counter32(0));
        Constant(SnmpGroup.Append(30, 0), SnmpValue.Integer(2));
        Constant(Engine.Append(1, 0), SnmpValue.OctetString(engine.Id));
        Constant(Engine.Append(2, 0), SnmpValue.Integer(engine.Boots));
        Computed(Engine.Append(3, 0), () => SnmpValue.Integer(engine.Time));
        Constant(Engine.Append(4, 0), SnmpValue.Integer(options.MaxMessageBytes));
        _own.Change([], rows);

        void Constant(Oid oid, SnmpValue value) => rows.Add(new SnmpObjectRow(oid, new OwnObject(() => value)));
        void Computed(Oid oid, Func<SnmpValue> read) => rows.Add(new SnmpObjectRow(oid, new OwnObject(read)));
    }

    public ISnmpObject? Find(Oid oid, out bool typeExists)
    {
        if (_own.Find(oid, out var own) is { } found)
        {
            typeExists = true;
            return found;
        }

        var given = _given.Find(oid, out typeExists);
        typeExists |= own;
        return given;
    }

    public ISnmpObject? FindNext(Oid oid, bool orEqual, out Oid found)
    {
        var own = _own.FindNext(oid, orEqual, out var ownFound);
        var given = _given.FindNext(oid, orEqual, out found);
        if (own is null || (given is not null && found < ownFound))
            return given;
        found = ownFound;
        return own;
    }
}
