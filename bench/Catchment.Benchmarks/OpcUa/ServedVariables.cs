using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Benchmarks.OpcUa;

/// <summary>Our server with variables of Double below the Objects folder (<c>ns=1;i=1000</c> and on) that all change so many times a second.</summary>
internal sealed class ServedVariables : IAsyncDisposable
{
    private const string ApplicationUri = "urn:catchment:bench";

    private readonly OpcUaServer _server;
    private readonly Timer? _timer;
    private readonly Turn _turn = new();

    /// <summary>Starts it.</summary>
    /// <param name="port">On loopback.</param>
    /// <param name="variables">So many.</param>
    /// <param name="rate">Changes a second of each; 0: none.</param>
    internal ServedVariables(int port, int variables, int rate)
    {
        var space = new NodeSpace(ApplicationUri);
        for (var i = 0; i < variables; i++)
            space.Add(new ChangingVariable(new NodeId((uint)(1000 + i), 1), i, _turn), StandardIds.ObjectsFolder, StandardIds.Organizes);
        _server = OpcUaServer.Start(new OpcUaServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, port)], ApplicationUri = ApplicationUri, Nodes = space });
        if (rate > 0)
            _timer = new Timer(_ => _turn.Next(), null, TimeSpan.Zero, TimeSpan.FromSeconds(1.0 / rate));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>What all values are counted up by, and since when they are.</summary>
    private sealed class Turn
    {
        private volatile Tuple<int, DateTime> _now = At(0);

        internal (int Number, DateTime Since) Now => (_now.Item1, _now.Item2);

        internal void Next() => _now = At(_now.Item1 + 1);

        private static Tuple<int, DateTime> At(int number) => Tuple.Create(number, TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    private sealed class ChangingVariable(NodeId id, int first, Turn turn) : VariableNode(id, new QualifiedName($"variable{first}", 1), new NodeId((uint)BuiltInType.Double))
    {
        public override DataValue Read()
        {
            var (number, since) = turn.Now;
            return new DataValue(new Variant((double)(first + number)), default, since);
        }
    }
}
