using System.Collections.Concurrent;
using System.Net;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Catchment.Protocols.Tests.OpcUa.Client;

namespace Catchment.Tags.Tests.Poller.Iec104;

/// <summary>A real IEC 60870-5-104 station on loopback behind a relay, which stays where it is when the station is another one.</summary>
internal sealed class Iec104Plant : IIec104Station, IAsyncDisposable
{
    // By the real clock: a slow machine misses nothing.
    private static readonly Iec104Parameters Slow = new() { T1 = TimeSpan.FromHours(1), T3 = TimeSpan.FromHours(2) };

    private readonly TcpRelay _relay;
    private readonly Func<Iec104ServerOptions, Iec104ServerOptions> _change;
    private Iec104Server _server;

    internal Iec104Plant(Func<Iec104ServerOptions, Iec104ServerOptions>? change = null)
    {
        _change = change ?? (static options => options);
        _server = Start();
        _relay = new TcpRelay(_server.Endpoints[0]);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<int> CommonAddresses { get; init; } = [1];

    /// <summary>What it has.</summary>
    internal ConcurrentDictionary<(int CommonAddress, int Address), Iec104Point> Points { get; } = new();

    /// <summary>What was executed.</summary>
    internal ConcurrentQueue<Iec104Command> Executed { get; } = new();

    /// <summary>What was selected.</summary>
    internal ConcurrentQueue<Iec104Command> Selected { get; } = new();

    /// <summary>What it says to commands.</summary>
    internal Func<Iec104Command, Iec104CommandOutcome> Answer { get; set; } = static _ => new Iec104CommandOutcome(Iec104CommandAnswer.Accepted);

    /// <summary>How often it was interrogated.</summary>
    internal int Interrogations => Volatile.Read(ref _interrogations);

    /// <summary>Its port, through restarts.</summary>
    internal int Port => new Uri(_relay.Url).Port;

    /// <summary>Its masters.</summary>
    internal int Masters => _server.Connections.Count;

    private int _interrogations;

    internal Iec104Plant With(TypeId type, InformationObject one, int commonAddress = 1)
    {
        Points[(commonAddress, one.Address)] = new Iec104Point(type, one);
        return this;
    }

    /// <summary>A point is another, and the masters are told.</summary>
    internal void Put(TypeId type, InformationObject one, int commonAddress = 1, CauseOfTransmission cause = CauseOfTransmission.Spontaneous)
    {
        With(type, one, commonAddress);
        _server.Put(commonAddress, new Iec104Point(type, one), cause);
    }

    /// <summary>The station dies, and nobody is in its place.</summary>
    internal async Task KillAsync()
    {
        _relay.Target = null;
        _relay.Cut();
        await _server.DisposeAsync();
    }

    /// <summary>The station is there again.</summary>
    internal void Return()
    {
        _server = Start();
        _relay.Target = _server.Endpoints[0];
    }

    /// <summary>The device in the poller's file; its times are so long that the clock of the tests may run.</summary>
    internal string Device(string tags, string rest = "", string name = "rtu") =>
        $"{{\"name\": \"{name}\", \"enabled\": true, \"deviceType\": \"IEC-104\", \"iec104IpAddress\": \"127.0.0.1\", \"iec104PortNumber\": {Port}, \"iec104T0\": 255, \"iec104T1\": 255, \"iec104T3\": 172800, "
        + $"\"timeout\": 600, {rest}\"tags\": [{tags}]}}";

    internal static string Tag(string id, string address, string rest = "") => $"{{\"id\": \"{id}\", \"name\": \"{id}-name\", \"address\": \"{address}\"{(rest.Length > 0 ? ", " : "")}{rest}}}";

    /// <inheritdoc/>
    public IEnumerable<Iec104Point> Interrogate(int commonAddress, int group)
    {
        Interlocked.Increment(ref _interrogations);
        return Points.Where(one => one.Key.CommonAddress == commonAddress && !IsCounter(one.Value)).Select(static one => one.Value);
    }

    /// <inheritdoc/>
    public IEnumerable<Iec104Point> Counters(int commonAddress, int group) => Points.Where(one => one.Key.CommonAddress == commonAddress && IsCounter(one.Value)).Select(static one => one.Value);

    /// <inheritdoc/>
    public bool TryRead(int commonAddress, int objectAddress, out Iec104Point point) => Points.TryGetValue((commonAddress, objectAddress), out point);

    /// <inheritdoc/>
    public Iec104CommandOutcome Take(in Iec104Command command)
    {
        var outcome = Answer(command);
        if (outcome.Answer == Iec104CommandAnswer.Accepted)
            (command.Kind == Iec104CommandKind.Select ? Selected : Executed).Enqueue(command);
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static bool IsCounter(Iec104Point point) => point.Type is TypeId.M_IT_NA_1 or TypeId.M_IT_TB_1;

    private Iec104Server Start() => Iec104Server.Start(_change(new Iec104ServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], Parameters = Slow }), this);
}
