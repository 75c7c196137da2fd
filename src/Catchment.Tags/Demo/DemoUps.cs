using System.Globalization;
using System.Net;
using Catchment.Protocols.Snmp;

namespace Catchment.Tags.Demo;

/// <summary>A power supply that is an SNMP agent: the mains fail now and then, and it runs from its battery. Its objects are those of the UPS-MIB. Source: RFC 1628, 2.</summary>
internal sealed class DemoUps : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    internal const string Name = "demo_ups";

    // Of the engine's identity, which nobody asks for in v2c.
    private const uint Enterprise = 8072;
    private const string Community = "public";
    private const int BatteryNormal = 2;
    private const int BatteryLow = 3;
    private const int OutputNormal = 3;
    private const int OutputBattery = 5;
    private const double FullMinutes = 12;
    private const double PeriodSeconds = 90;
    private const double FailureSeconds = 30;

    private static readonly Oid Mib = new(1, 3, 6, 1, 2, 1, 33, 1);

    private readonly SnmpObjectTable _objects = new();
    private readonly DemoObject _status = new(SnmpValue.Integer(BatteryNormal));
    private readonly DemoObject _minutes = new(SnmpValue.Integer((int)FullMinutes));
    private readonly DemoObject _charge = new(SnmpValue.Integer(100));
    private readonly DemoObject _voltage = new(SnmpValue.Integer(547));
    private readonly DemoObject _source = new(SnmpValue.Integer(OutputNormal));
    private readonly DemoObject _load = new(SnmpValue.Integer(0));
    private readonly DemoObject _warning = new(SnmpValue.Integer(4), value => value is >= 1 and <= 10);
    private readonly SnmpAgent _agent;
    private double _level = 100;

    private DemoUps(IPEndPoint listen, ISnmpAgentObserver observer, TimeProvider time)
    {
        _objects.Change([], [
            Row(_status, 2, 1, 0), Row(_minutes, 2, 3, 0), Row(_charge, 2, 4, 0), Row(_voltage, 2, 5, 0), Row(_source, 4, 1, 0), Row(_load, 4, 4, 1, 5, 1), Row(_warning, 9, 7, 0),
        ]);
        _agent = SnmpAgent.Start(
            new SnmpAgentOptions
            {
                Endpoints = [listen],
                Enterprise = Enterprise,
                Engine = new Forgetful(),
                Communities = [new SnmpCommunity { Name = Community, Write = SnmpView.All }],
                SysDescr = "A power supply that 'catchment demo' simulates",
                SysName = Name,
                Observer = observer,
                Time = time,
            },
            _objects);

        static SnmpObjectRow Row(DemoObject instance, params ReadOnlySpan<uint> arcs) => new(Mib.Append(arcs), instance);
    }

    /// <summary>Begins; a port that is taken is another.</summary>
    /// <param name="listen">Its address and port; 0: any.</param>
    /// <param name="observer">Counts its answers.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SnmpException">It cannot listen.</exception>
    internal static DemoUps Start(IPEndPoint listen, ISnmpAgentObserver observer, TimeProvider time)
    {
        try
        {
            return new DemoUps(listen, observer, time);
        }
        catch (SnmpException) when (listen.Port != 0)
        {
            return new DemoUps(new IPEndPoint(listen.Address, 0), observer, time);
        }
    }

    /// <summary>Moves its values on.</summary>
    /// <param name="seconds">The time since the demo began.</param>
    /// <param name="step">Of which so many have passed since the last move.</param>
    internal void Move(double seconds, double step)
    {
        var isFailing = seconds % PeriodSeconds > PeriodSeconds - FailureSeconds;
        var load = 38 + (9 * Math.Sin(seconds / 17));
        _level = Math.Clamp(_level + (step * (isFailing ? -load / 20 : 1.2)), 0, 100);
        var minutes = FullMinutes * _level / 100 * 38 / load;
        _load.Set((int)Math.Round(load));
        _charge.Set((int)Math.Round(_level));
        _minutes.Set((int)Math.Round(minutes));
        _voltage.Set((int)Math.Round(480 + (0.67 * _level) - (isFailing ? 12 : 0)));
        _source.Set(isFailing ? OutputBattery : OutputNormal);
        _status.Set(minutes < _warning.Read().Number ? BatteryLow : BatteryNormal);
    }

    /// <summary>The device in the poller's configuration.</summary>
    internal string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
                - name: {{Name}}
                  enabled: true
                  deviceType: SNMP
                  ipAddress: {{_agent.Endpoints[0].Address}}
                  portNumber: {{_agent.Endpoints[0].Port}}
                  community: {{Community}}
                  tags:
                    - { id: load, dataType: Analog, address: "{{Mib}}.4.4.1.5.1", units: "%" }
                    - { id: charge, dataType: Analog, address: "{{Mib}}.2.4.0", units: "%" }
                    - { id: voltage, dataType: Analog, address: "{{Mib}}.2.5.0", scale: 0.1, units: V }
                    - { id: minutes, dataType: Analog, address: "{{Mib}}.2.3.0", units: min }
                    - { id: source, dataType: Analog, address: "{{Mib}}.4.1.0" }
                    - { id: status, dataType: Analog, address: "{{Mib}}.2.1.0" }
                    - { id: warning, dataType: Analog, address: "{{Mib}}.9.7.0", readWrite: Read/Write, units: min }
                    - { id: uptime, dataType: Analog, address: "1.3.6.1.2.1.1.3.0", scale: 0.01, units: s }

        """);

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    /// <summary>A demo has a new identity each time.</summary>
    private sealed class Forgetful : ISnmpEngineStore
    {
        public SnmpEngineState? Load() => null;

        public void Save(SnmpEngineState state)
        {
            // There is nothing to keep.
        }
    }
}
