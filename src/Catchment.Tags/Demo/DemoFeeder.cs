using System.Globalization;
using System.Net;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Asdus;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Tags.Demo;

/// <summary>A feeder of a substation that is an IEC 60870-5-104 station: its breaker is switched, its transformer's taps are changed, and it keeps to a limit of its power.</summary>
internal sealed class DemoFeeder : IIec104Station, IAsyncDisposable
{
    /// <summary>Its name.</summary>
    internal const string Name = "demo_feeder";

    private const int Station = 1;
    private const int Breaker = 100;
    private const int Voltage = 200;
    private const int Current = 201;
    private const int Power = 202;
    private const int Limit = 203;
    private const int Tap = 300;
    private const int Energy = 400;
    private const int MostTap = 9;

    private static readonly Iec104CommandOutcome Accepted = new(Iec104CommandAnswer.Accepted);
    private static readonly Iec104CommandOutcome Refused = new(Iec104CommandAnswer.Refused);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, Iec104Point> _points = [];
    private readonly TimeProvider _time;
    private readonly Action _asked;
    private readonly Iec104Server _server;
    private double _energy = 120_000;

    private DemoFeeder(IPEndPoint listen, IIec104ServerObserver observer, Action asked, TimeProvider time)
    {
        (_time, _asked) = (time, asked);
        Set(TypeId.M_DP_TB_1, InformationObject.Of(Breaker, DoublePoint.On));
        Set(TypeId.M_ME_TF_1, InformationObject.OfFloat(Limit, 5));
        Set(TypeId.M_ST_TB_1, InformationObject.Step(Tap, 0));
        Measure(0, 0);
        _server = Iec104Server.Start(new Iec104ServerOptions { Listen = [listen], Observer = observer, Time = time }, this);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<int> CommonAddresses { get; } = [Station];

    /// <summary>Begins; a port that is taken is another.</summary>
    /// <param name="listen">Its address and port; 0: any.</param>
    /// <param name="observer">Counts its answers to commands.</param>
    /// <param name="asked">Told that it answers an interrogation.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Iec104Exception">It cannot listen.</exception>
    internal static DemoFeeder Start(IPEndPoint listen, IIec104ServerObserver observer, Action asked, TimeProvider time)
    {
        try
        {
            return new DemoFeeder(listen, observer, asked, time);
        }
        catch (Iec104Exception) when (listen.Port != 0)
        {
            return new DemoFeeder(new IPEndPoint(listen.Address, 0), observer, asked, time);
        }
    }

    /// <summary>Moves its values on, and tells them.</summary>
    /// <param name="seconds">The time since the demo began.</param>
    /// <param name="step">Of which so many have passed since the last move.</param>
    internal void Move(double seconds, double step)
    {
        if (Measure(seconds, step) is { Length: > 0 } changed)
            _server.Put(Station, changed);
    }

    /// <summary>The device in the poller's configuration.</summary>
    internal string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
                - name: {{Name}}
                  enabled: true
                  deviceType: IEC-104
                  iec104IpAddress: {{_server.Endpoints[0].Address}}
                  iec104PortNumber: {{_server.Endpoints[0].Port}}
                  tags:
                    - { id: breaker, dataType: Discrete, address: "M_DP_TB_1:{{Breaker}}", readWrite: Read/Write }
                    - { id: voltage, dataType: Analog, address: "M_ME_TF_1:{{Voltage}}", units: kV }
                    - { id: current, dataType: Analog, address: "M_ME_TF_1:{{Current}}", units: A }
                    - { id: power, dataType: Analog, address: "M_ME_TF_1:{{Power}}", units: MW }
                    - { id: limit, dataType: Analog, address: "M_ME_TF_1:{{Limit}}", readWrite: Read/Write, units: MW }
                    - { id: tap, dataType: Analog, address: "M_ST_TB_1:{{Tap}}", readWrite: Read/Write }
                    - { id: energy, dataType: Analog, address: "M_IT_TB_1:{{Energy}}", units: kWh }

        """);

    /// <inheritdoc/>
    public IEnumerable<Iec104Point> Interrogate(int commonAddress, int group)
    {
        _asked();
        return group == 0 ? Points(isCounter: false) : [];
    }

    /// <inheritdoc/>
    public IEnumerable<Iec104Point> Counters(int commonAddress, int group)
    {
        _asked();
        return group == 0 ? Points(isCounter: true) : [];
    }

    /// <inheritdoc/>
    public bool TryRead(int commonAddress, int objectAddress, out Iec104Point point)
    {
        lock (_gate)
            return _points.TryGetValue(objectAddress, out point);
    }

    /// <inheritdoc/>
    public Iec104CommandOutcome Take(in Iec104Command command)
    {
        if (!TryRead(command.CommonAddress, command.Information.Address, out var point))
            return new Iec104CommandOutcome(Iec104CommandAnswer.UnknownObject);
        if (Target(point, command) is not { } target)
            return new Iec104CommandOutcome(Iec104CommandAnswer.UnknownType);
        if (target.Quality != QualityDescriptor.None)
            return Refused;
        if (command.Kind == Iec104CommandKind.Execute && Set(point.Type, target) is { } changed)
            _server.Put(Station, changed, CauseOfTransmission.ReturnRemote);
        return Accepted;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>What a point becomes by a command, with a flag where it cannot; null: it takes no such command.</summary>
    private static InformationObject? Target(in Iec104Point point, in Iec104Command command)
    {
        var asked = command.Information;
        switch (command.Type)
        {
            case TypeId.C_DC_NA_1 or TypeId.C_DC_TA_1 when asked.Address == Breaker:
                return InformationObject.Of(Breaker, asked.DoublePoint);
            case TypeId.C_RC_NA_1 or TypeId.C_RC_TA_1 when asked.Address == Tap:
                var tap = point.Information.StepPosition + (asked.RegulatingStep == RegulatingStep.Higher ? 1 : -1);
                return InformationObject.Step(Tap, tap, quality: Math.Abs(tap) > MostTap ? QualityDescriptor.Overflow : QualityDescriptor.None);
            case TypeId.C_SE_NC_1 or TypeId.C_SE_TC_1 when asked.Address == Limit:
                return InformationObject.OfFloat(Limit, asked.ShortFloat, asked.ShortFloat is >= 0 and <= 10 ? QualityDescriptor.None : QualityDescriptor.Overflow);
            default:
                return null;
        }
    }

    private Iec104Point[] Points(bool isCounter)
    {
        lock (_gate)
            return [.. _points.Values.Where(point => point.Type.WithoutTime() == TypeId.M_IT_NA_1 == isCounter)];
    }

    private Iec104Point[] Measure(double seconds, double step)
    {
        lock (_gate)
        {
            var isOn = _points[Breaker].Information.DoublePoint == DoublePoint.On;
            var voltage = 20 + (0.1 * _points[Tap].Information.StepPosition) + (0.05 * Math.Sin(seconds / 13));
            var power = isOn ? Math.Min(3.6 + (0.6 * Math.Sin(seconds / 41)), _points[Limit].Information.ShortFloat) : 0;
            _energy += power * 1000 * step / 3600;
            Iec104Point?[] changed =
            [
                Set(TypeId.M_ME_TF_1, InformationObject.OfFloat(Voltage, Math.Round(voltage, 2))),
                Set(TypeId.M_ME_TF_1, InformationObject.OfFloat(Current, Math.Round(power * 1000 / (voltage * Math.Sqrt(3)), 1))),
                Set(TypeId.M_ME_TF_1, InformationObject.OfFloat(Power, Math.Round(power, 2))),
                Set(TypeId.M_IT_TB_1, InformationObject.IntegratedTotal(Energy, (long)_energy)),
            ];
            return [.. changed.OfType<Iec104Point>()];
        }
    }

    /// <summary>Sets a point.</summary>
    /// <returns>Null: it was so before.</returns>
    private Iec104Point? Set(TypeId type, InformationObject one)
    {
        lock (_gate)
        {
            if (_points.TryGetValue(one.Address, out var before) && before.Information.Bits == one.Bits)
                return null;
            return _points[one.Address] = new Iec104Point(type, one.At(Cp56Time2a.Of(_time.GetUtcNow())));
        }
    }
}
