using Catchment.Core.Plugins;
using Catchment.Files.Tables;

namespace Catchment.Files.Ingester;

/// <summary>The threads that attempt: each with a plugin instance of its own, for as long as both live. Source: <c>files</c> 5.5.</summary>
internal sealed class AttemptPool : IDisposable
{
    // The tables count microseconds, and a duration of zero says that there was no attempt.
    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(1);

    private readonly Func<IIngestPlugin> _make;
    private readonly Func<TrackedFile, string> _path;
    private readonly TimeSpan? _limit;
    private readonly TimeProvider _clock;
    private readonly Action _changed;
    private readonly Lock _gate = new();
    private readonly Queue<Claim> _waiting = new();
    private readonly Dictionary<long, Claim> _running = [];
    private readonly SemaphoreSlim _work = new(0);
    private readonly Queue<(Claim Claim, AttemptResult Result)> _results = new();
    private readonly CancellationTokenSource _cancelled = new();
    private volatile bool _isClosed;
    private Exception? _fault;

    /// <summary>Makes a pool at rest.</summary>
    /// <param name="make">Makes a plugin instance.</param>
    /// <param name="path">The path that a plugin gets for a file.</param>
    /// <param name="limit">The longest attempt; null: any.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="changed">Called, on any thread, when an attempt has ended.</param>
    public AttemptPool(Func<IIngestPlugin> make, Func<TrackedFile, string> path, TimeSpan? limit, TimeProvider clock, Action changed) =>
        (_make, _path, _limit, _clock, _changed) = (make, path, limit, clock, changed);

    /// <summary>Claims that were handed over, and whose results were not taken.</summary>
    public int Unfinished
    {
        get
        {
            lock (_gate)
                return _waiting.Count + _running.Count + _results.Count;
        }
    }

    /// <summary>Why a thread that had died could not be replaced; null: all is well.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>Starts the threads.</summary>
    /// <exception cref="PluginException">A plugin instance could not be made.</exception>
    public void Start(int threads)
    {
        // The first alone: a wrong configuration is told once, and is not tried by all at once.
        StartOne(isReplacement: false);
        if (threads > 1)
        {
            Parallel.For(1, threads, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ => StartOne(isReplacement: true));
            if (_fault is { } fault)
                throw new PluginException(fault.Message, fault.InnerException);
        }
    }

    /// <summary>Whether a file is in the pool.</summary>
    public bool Has(long file)
    {
        lock (_gate)
            return _running.ContainsKey(file) || _waiting.Any(c => c.File.Id == file) || _results.Any(r => r.Claim.File.Id == file);
    }

    /// <summary>The files in the pool.</summary>
    public IReadOnlyList<long> Files()
    {
        lock (_gate)
            return [.. _running.Keys, .. _waiting.Select(c => c.File.Id), .. _results.Select(r => r.Claim.File.Id)];
    }

    /// <summary>Hands a claim over.</summary>
    public void Add(Claim claim)
    {
        lock (_gate)
            _waiting.Enqueue(claim);
        _work.Release();
    }

    /// <summary>An attempt that has ended.</summary>
    public bool TryTake(out (Claim Claim, AttemptResult Result) ended)
    {
        lock (_gate)
            return _results.TryDequeue(out ended);
    }

    /// <summary>Takes back what no thread has begun.</summary>
    public IReadOnlyList<Claim> Withdraw()
    {
        lock (_gate)
        {
            Claim[] untouched = [.. _waiting];
            _waiting.Clear();
            return untouched;
        }
    }

    /// <summary>Asks the running attempts to end.</summary>
    public void Cancel() => _cancelled.Cancel();

    /// <summary>Waits no longer for attempts that do not end; what becomes of them is not told any more.</summary>
    public IReadOnlyList<Claim> Abandon()
    {
        lock (_gate)
        {
            Claim[] left = [.. _running.Values];
            _running.Clear();
            return left;
        }
    }

    /// <summary>Ends the threads; those in an attempt end after it.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _cancelled.Cancel();
        _work.Release(10_000); // One for each thread that there can be.
    }

    private void StartOne(bool isReplacement)
    {
        using var ready = new ManualResetEventSlim();
        Exception? error = null;
        var thread = new Thread(() => Run(e =>
        {
            error = e;
            ready.Set();
        }))
        { IsBackground = true, Name = "ingest" };
        thread.Start();
        ready.Wait();
        if (error is null)
            return;
        var wrapped = new PluginException($"The plugin cannot be set up: {FailureText.Of(error)}", error);
        if (!isReplacement)
            throw wrapped;
        Volatile.Write(ref _fault, wrapped);
    }

    private void Run(Action<Exception?> ready)
    {
        IIngestPlugin plugin;
        string? version;
        try
        {
            plugin = _make();
            version = plugin.Version;
        }
#pragma warning disable CA1031 // Whatever a foreign constructor throws is told where the pool is started.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ready(e);
            return;
        }

        ready(null);
        var isAlive = true;
        try
        {
            while (isAlive && Next() is { } claim)
                isAlive = Attempt(plugin, version, claim);
        }
        catch (ThreadInterruptedException)
        {
            isAlive = false; // Somebody ended this thread between two attempts.
        }

        if (!isAlive && !_isClosed)
        {
            StartOne(isReplacement: true);
            _changed();
        }

        try
        {
            (plugin as IDisposable)?.Dispose();
        }
#pragma warning disable CA1031, RCS1075 // What a foreign clean-up throws on this thread would end the process.
        catch (Exception)
#pragma warning restore CA1031, RCS1075
        {
            // Its files are decided.
        }
    }

    private Claim? Next()
    {
        while (true)
        {
            _work.Wait();
            if (_isClosed)
                return null;
            lock (_gate)
            {
                if (_waiting.TryDequeue(out var claim))
                {
                    _running.Add(claim.File.Id, claim);
                    return claim;
                }
            }
        }
    }

    /// <summary>Makes one attempt. False: the thread has to end.</summary>
    private bool Attempt(IIngestPlugin plugin, string? version, Claim claim)
    {
        var start = _clock.GetLocalNow().DateTime;
        var began = _clock.GetTimestamp();
        using var limited = _limit is { } limit ? Limited(limit) : null;
        var isAlive = true;
        var result = new AttemptResult(claim.File.Id, FileStatus.Success, start) { Version = version };
        try
        {
            plugin.Execute(_path(claim.File), limited?.Token ?? _cancelled.Token);
            Thread.Sleep(0); // An interrupt that the plugin left behind is met here, not where a result would be lost by it.
        }
        catch (Exception e) when (_cancelled.IsCancellationRequested && IsCancellation(e))
        {
            result = Unknown(claim);
        }
        catch (Exception e) when (limited?.IsCancellationRequested == true && IsCancellation(e))
        {
            result = result with { Status = FileStatus.Failure, Message = FailureText.OfTimeOut(_limit!.Value, e) };
        }
        catch (ThreadInterruptedException)
        {
            // The plugin, or something below it, ended this thread: how far the attempt came is not known (D17: of this file only).
            result = Unknown(claim);
            isAlive = false;
        }
#pragma warning disable CA1031 // To throw is how a plugin refuses a file.
        catch (Exception e)
#pragma warning restore CA1031
        {
            result = result with { Status = FileStatus.Failure, Message = FailureText.Of(e) };
        }

        var took = _clock.GetElapsedTime(began);
        End(claim, result.Status == FileStatus.Unknown ? result : result with { Duration = took > Shortest ? took : Shortest });
        return isAlive;
    }

    private void End(Claim claim, AttemptResult result)
    {
        lock (_gate)
        {
            if (!_running.Remove(claim.File.Id))
                return; // Abandoned meanwhile: that was told.
            _results.Enqueue((claim, result)); // In one step: at any time a claim is either unfinished or there to be taken.
        }

        _changed();
    }

    /// <summary>Also when the plugin has wrapped it, as code that waits for tasks does.</summary>
    private static bool IsCancellation(Exception error) =>
        error is OperationCanceledException || (error.InnerException is { } inner && IsCancellation(inner));

    /// <summary>UNKNOWN has neither version nor duration (<c>files</c> 5.3).</summary>
    public AttemptResult Unknown(Claim claim) => new(claim.File.Id, FileStatus.Unknown, _clock.GetLocalNow().DateTime);

    private CancellationTokenSource Limited(TimeSpan limit)
    {
        var both = CancellationTokenSource.CreateLinkedTokenSource(_cancelled.Token);
        both.CancelAfter(limit);
        return both;
    }
}
