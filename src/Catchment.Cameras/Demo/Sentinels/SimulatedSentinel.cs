using Catchment.Cameras.Demo.Outposts;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo.Sentinels;

/// <summary>A simulated sentinel: takes task requests and alerts, and publishes the results of one job after the other.</summary>
/// <remarks>Source: the camera specification, 10.6.</remarks>
internal sealed class SimulatedSentinel : IDisposable
{
    /// <summary>More than wait after a long absence of the watcher; further ones are refused.</summary>
    private const int MostJobs = 1000;

    /// <summary>What a job takes. Short, but longer than an event's requests take to come in one after the other.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(string Id, SentinelRequest Request), (long Priority, long Number)> _jobs = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly OutpostDemoOptions _options;
    private readonly SeenEvents _seen;
    private readonly TimeProvider _time;
    private readonly int _seed;
    private readonly ZmqReplier _requests;
    private readonly ZmqPublisher _results;
    private long _accepted;

    /// <summary>Makes a sentinel; <see cref="Bind"/> and <see cref="Run"/> let it work.</summary>
    /// <param name="options">Where it binds.</param>
    /// <param name="seed">The demo's seed.</param>
    /// <param name="seen">The events that it knows.</param>
    /// <param name="time">The clock.</param>
    internal SimulatedSentinel(OutpostDemoOptions options, int seed, SeenEvents seen, TimeProvider time)
    {
        _options = options;
        _seen = seen;
        _time = time;
        _seed = seed;
        _requests = new ZmqReplier([options.RequestEndpoint], Answer, new ZmqReplierOptions { TimeProvider = time, FaultReply = "Error"u8.ToArray() });
        _results = new ZmqPublisher([options.ResultEndpoint], new ZmqPublisherOptions { TimeProvider = time, Policy = ZmqQueuePolicy.Wait });
    }

    /// <summary>Takes its ports.</summary>
    /// <returns>What it introduces itself with.</returns>
    /// <exception cref="ZmqException">A port is taken.</exception>
    internal byte[] Bind()
    {
        var results = _results.Start()[0];
        return SentinelTexts.Agent($"tcp://{_requests.Start()[0]}", $"tcp://{results}", _options.Datapump, _options.Datasink);
    }

    /// <summary>Works until the token ends it.</summary>
    internal void Run(CancellationToken stopping)
    {
        var pace = new Pace(_time, Work, Work);
        try
        {
            while (true)
            {
                _waiting.Wait(stopping);
                pace.Wait(stopping);
                (string Id, SentinelRequest Request) job;
                lock (_gate)
                {
                    job = _jobs.Dequeue();
                }

                Do(job.Id, job.Request);
            }
        }
        catch (OperationCanceledException)
        {
            Task.WaitAll(_requests.StopAsync(Drain), _results.StopAsync(Drain));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.Dispose();
        _results.Dispose();
        _waiting.Dispose();
    }

    private void Do(string id, SentinelRequest request)
    {
        var began = _time.GetTimestamp();
        Publish(SentinelTexts.Flag("START", id, request));
        var seen = _seen.Find(request.Event);
        var findings = seen is null ? null : SentinelTasks.Run(request.Task, seen);
        foreach (var finding in findings ?? [])
            Publish(SentinelTexts.Result(id, finding));
        var pictures = findings is null ? 0 : seen!.Pictures.Count;
        Publish(SentinelTexts.EndOfJob(id, request, findings is null ? "Failed" : "Done", Work + _time.GetElapsedTime(began), pictures));
    }

    private void Answer(ZmqRequest asked)
    {
        if (asked.Message.FrameCount != 1 || !SentinelInbox.TryRead(asked.Message.Frame(0), out var request, out var alert))
        {
            asked.Reply("Error"u8);
            return;
        }

        if (alert is not null)
        {
            asked.Reply("OK"u8);
            Publish(alert);
            return;
        }

        asked.Reply(Accept(request!) is { } id ? System.Text.Encoding.ASCII.GetBytes(id) : "Error"u8);
    }

    private string? Accept(SentinelRequest request)
    {
        lock (_gate)
        {
            if (_jobs.Count == MostJobs)
                return null;
            var number = ++_accepted;
            var id = TimeId.Of(_time.GetLocalNow().DateTime.AddTicks(number), _seed, 0x3000);
            Publish(SentinelTexts.Flag("SUBMIT", id, request));
            _jobs.Enqueue((id, request), (request.Priority, number));
            _waiting.Release();
            return id;
        }
    }

    private void Publish(byte[] record) => _results.Publish(SentinelTexts.Information, record);
}
