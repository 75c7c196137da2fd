using System.Diagnostics;
using System.Net;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Benchmarks.Iec104;

/// <summary>Our controlled station with 10,000 bitstrings that change one after the other; each tells when it was put.</summary>
internal sealed class ChangingStation : IIec104Station, IAsyncDisposable
{
    private const int Points = 10_000;

    /// <summary>At full speed no more than this waits, so that no change is passed over for a newer one of its point.</summary>
    private const int MaxWaiting = 5_000;
    private const int Chunk = 100;

    private readonly Iec104Server _server;
    private readonly int _rate;
    private readonly Thread _thread;
    private volatile bool _isOver;
    private int _next;

    /// <summary>Starts it.</summary>
    /// <param name="port">On loopback.</param>
    /// <param name="rate">Changes a second; 0: as many as the masters take.</param>
    internal ChangingStation(int port, int rate)
    {
        _rate = rate;
        _server = Iec104Server.Start(new Iec104ServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, port)] }, this);
        _thread = new Thread(rate == 0 ? RunFreely : Run) { IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<int> CommonAddresses { get; } = [1];

    /// <inheritdoc/>
    public IEnumerable<Iec104Point> Interrogate(int commonAddress, int group) => [];

    /// <inheritdoc/>
    public IEnumerable<Iec104Point> Counters(int commonAddress, int group) => [];

    /// <inheritdoc/>
    public bool TryRead(int commonAddress, int objectAddress, out Iec104Point point)
    {
        point = default;
        return false;
    }

    /// <inheritdoc/>
    public Iec104CommandOutcome Take(in Iec104Command command) => new(Iec104CommandAnswer.UnknownObject);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        _thread.Join();
        await _server.DisposeAsync();
    }

    private void Run()
    {
        var (began, done) = (Stopwatch.GetTimestamp(), 0L);
        while (!_isOver)
        {
            var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * _rate);
            for (; done < due; done++)
                Put();
            Thread.Sleep(1);
        }
    }

    private void RunFreely()
    {
        while (!_isOver)
        {
            var connections = _server.Connections;
            if (connections.Count == 0 || connections.Max(static c => c.WaitingEvents) > MaxWaiting)
                Thread.Sleep(0);
            else
                for (var i = 0; i < Chunk; i++)
                    Put();
        }
    }

    private void Put()
    {
        _next = (_next % Points) + 1;
        _server.Put(1, new Iec104Point(TypeId.M_BO_NA_1, InformationObject.OfBits(_next, MasterFleet.Now)));
    }
}
