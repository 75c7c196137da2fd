using System.Diagnostics;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Load;

/// <summary>Lock-step senders that share a plan, a thread each. The connections stay open from load to load.</summary>
internal sealed class SenderFleet : IDisposable
{
    private readonly Sender[] _senders;

    private SenderFleet(Sender[] senders) => _senders = senders;

    /// <summary>Connects the senders.</summary>
    /// <param name="port">The server's port on loopback.</param>
    /// <param name="senders">How many.</param>
    /// <param name="payloadBytes">Size of their frames.</param>
    /// <exception cref="BenchmarkException">A sender cannot connect.</exception>
    internal static SenderFleet Connect(int port, int senders, int payloadBytes)
    {
        var connected = new List<Sender>(senders);
        try
        {
            for (var i = 0; i < senders; i++)
                connected.Add(new Sender(i, ReqConnection.Connect(port), payloadBytes));
            return new SenderFleet([.. connected]);
        }
        catch
        {
            connected.ForEach(s => s.Dispose());
            throw;
        }
    }

    /// <summary>Lets the senders go and waits for the last reply.</summary>
    /// <param name="plan">What they are to do.</param>
    /// <param name="cancellation">Ends the load early, by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BenchmarkException">A connection broke, or a reply did not come.</exception>
    internal LoadResult Run(LoadPlan plan, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var go = new ManualResetEventSlim();
        var tallies = new SenderTally[_senders.Length];
        var failures = new Exception?[_senders.Length];
        long started = 0;
        var threads = new Thread[_senders.Length];
        for (var i = 0; i < threads.Length; i++)
        {
            var index = i;
            threads[i] = new Thread(() =>
            {
                go.Wait(CancellationToken.None);
                try
                {
                    tallies[index] = _senders[index].Run(plan, _senders.Length, started, stop);
                }
                catch (Exception e) when (e is SocketException or BenchmarkException)
                {
                    failures[index] = e;
                    stop.Cancel();
                }
            });
            threads[i].Start();
        }

        started = Stopwatch.GetTimestamp();
        go.Set();
        foreach (var thread in threads)
            thread.Join();

        cancellation.ThrowIfCancellationRequested();
        var failed = Array.FindIndex(failures, f => f is not null);
        if (failed >= 0)
            throw new BenchmarkException($"Sender {failed + 1} of {_senders.Length} got no reply: {failures[failed]!.Message}", failures[failed]);
        return LoadResult.Of(tallies, started);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var sender in _senders)
            sender.Dispose();
    }
}
