using System.Text.Json;
using Catchment.Interop.Tests;

namespace Catchment.Benchmarks.OpcUa;

/// <summary>Clients of node-opcua, a process each: one process would be the limit of several servers.</summary>
internal sealed class OpcUaClients : IDisposable
{
    private readonly NodePeer[] _clients;
    private readonly string _certificates;

    /// <summary>Starts them.</summary>
    /// <param name="count">So many.</param>
    /// <param name="certificates">The folder of their certificates.</param>
    internal OpcUaClients(int count, string certificates)
    {
        _certificates = certificates;
        _clients = [.. Enumerable.Range(0, count).Select(_ => new NodePeer("OpcUa/peer/load.mjs"))];
    }

    /// <summary>Has some of them load a server.</summary>
    /// <returns>Requests or notifications a second of all, and how much of a core the busiest took.</returns>
    /// <exception cref="BenchmarkException">The server refuses something.</exception>
    internal async Task<(double PerSecond, double Share)> RunAsync(string url, OpcUaLoad load, TimeSpan warmUp, TimeSpan time)
    {
        var some = _clients[..load.Clients];
        try
        {
            foreach (var client in some)
                await client.AskAsync("connect", new { url, pki = _certificates });
            var words = new
            {
                nodes = Enumerable.Range(0, load.Nodes).Select(i => $"ns=1;i={1000 + i}"),
                flight = load.Flight,
                sampling = 50,
                publishing = 100,
                queue = 10,
                seconds = time.TotalSeconds,
                warmUp = warmUp.TotalSeconds,
            };
            var results = await Task.WhenAll(some.Select(c => c.AskAsync(load.Kind == OpcUaLoadKind.Reads ? "reads" : "notifications", words)));
            foreach (var client in some)
                await client.AskAsync("close");
            return (results.Sum(r => Of(r, "count") / Of(r, "seconds")), results.Max(r => Of(r, "cpu") / Of(r, "seconds")));
        }
        catch (Exception e) when (e is NodePeerException or InvalidOperationException)
        {
            throw new BenchmarkException($"A client of {url} cannot go on: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }

    private static double Of(JsonElement result, string field) => result.GetProperty(field).GetDouble();
}
