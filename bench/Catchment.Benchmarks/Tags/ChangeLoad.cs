using System.Diagnostics;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;

namespace Catchment.Benchmarks.Tags;

/// <summary>Changes so many values a second over the gateway's socket, from a thread of its own, each value another one than before.</summary>
internal sealed class ChangeLoad : IDisposable
{
    private const int Largest = 1_000;

    private readonly Thread _thread;
    private readonly IReadOnlyList<string> _keys;
    private readonly int _rate;
    private readonly IpcClient _client;
    private long _written;
    private volatile Exception? _failure;
    private volatile bool _isStopped;

    internal ChangeLoad(string socket, IReadOnlyList<string> keys, int rate)
    {
        (_keys, _rate, _client) = (keys, rate, new IpcClient(socket) { Timeout = TimeSpan.FromMinutes(1) });
        _thread = new Thread(Run) { IsBackground = true };
        if (rate > 0)
            _thread.Start();
    }

    /// <summary>Values that the gateway took.</summary>
    /// <exception cref="BenchmarkException">It did not take one.</exception>
    internal long Written => _failure is null ? Volatile.Read(ref _written) : throw new BenchmarkException($"The load ended: {_failure.Message}", _failure);

    public void Dispose()
    {
        _isStopped = true;
        if (_rate > 0)
            _thread.Join();
        _client.Dispose();
    }

    private void Run()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            while (!_isStopped)
            {
                var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * _rate) - _written;
                if (due > 0)
                    Write((int)Math.Min(due, Largest));
                else
                    Thread.Sleep(1);
            }
        }
        catch (Exception e) when (e is IOException or BenchmarkException)
        {
            _failure = e;
        }
    }

    private void Write(int count)
    {
        var writes = new IpcWrite[count];
        for (var i = 0; i < count; i++)
            writes[i] = new IpcWrite(_keys[(int)((_written + i) % _keys.Count)], TagValue.Of((_written + i) * 0.25));
        if (_client.BulkWrite(writes) is var reply && reply.Written != count)
            throw new BenchmarkException($"{reply.Written} of {count} values were taken: {reply.Error}");
        Volatile.Write(ref _written, _written + count);
    }
}
