using System.Collections.Concurrent;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>
/// Tells masters what changes, at once: of single and double points each change, of everything else the newest. Watches the store only while somebody is connected, or a
/// redundancy group buffers. Source: <c>tags</c> 2.7, 6.3.
/// </summary>
/// <param name="store">The points.</param>
/// <param name="metrics">Counts.</param>
internal sealed class Iec104Feed(TagStore store, Iec104Metrics metrics) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Iec104Binding[]> _byKey = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly PointBatch _batch = new(metrics);
    private volatile TagSubscription? _subscription;
    private Task _running = Task.CompletedTask;
    private int _listeners;
    private int _starts;

    /// <summary>Begins to tell.</summary>
    /// <param name="server">The masters.</param>
    /// <param name="failed">Told what should not happen.</param>
    public void Begin(Iec104Server server, Action<Exception> failed) => _running = RunAsync(server, failed);

    /// <summary>Somebody has come who may want to know.</summary>
    public void Attach()
    {
        lock (_gate)
        {
            if (_listeners++ > 0)
                return;
            _subscription = store.Subscribe(_byKey.Keys, _byKey.ContainsKey, IsEach, _news);
            Look();
        }
    }

    /// <summary>Somebody has gone.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            if (--_listeners > 0)
                return;
            _subscription?.Dispose();
            _subscription = null;
        }
    }

    /// <summary>Somebody knows nothing yet: the next change of each point is told, however small it is.</summary>
    public void Start() => Interlocked.Increment(ref _starts);

    /// <summary>Takes a binding in the place of another.</summary>
    public void Replace(Iec104Binding? before, Iec104Binding? now)
    {
        lock (_gate)
        {
            if (before is { TellsChanges: true })
            {
                Iec104Binding[] others = [.. _byKey[before.Mapping.Key].Where(one => one != before)];
                if (others.Length == 0)
                    _byKey.TryRemove(before.Mapping.Key, out _);
                else
                    _byKey[before.Mapping.Key] = others;
                if (now?.Mapping.Key != before.Mapping.Key)
                    _subscription?.Review(before.Mapping.Key);
            }

            if (now is not { TellsChanges: true })
                return;
            _byKey[now.Mapping.Key] = [.. _byKey.GetValueOrDefault(now.Mapping.Key) ?? [], now];
            _subscription?.Review(now.Mapping.Key);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        lock (_gate)
        {
            _subscription?.Dispose();
            _subscription = null;
        }

        _stop.Dispose();
    }

    /// <summary>Has the subscription looked at: what changed while it was being made was told to somebody who did not know it yet.</summary>
    private void Look()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It will be looked at already.
        }
    }

    private bool IsEach(string key) => _byKey.TryGetValue(key, out var bindings) && Array.Exists(bindings, static binding => binding.IsEach);

    private async Task RunAsync(Iec104Server server, Action<Exception> failed)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _news.WaitAsync(_stop.Token).ConfigureAwait(false);
                TellAll(server);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A fault in telling one change must not keep the next ones back.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failed(e);
            }
        }
    }

    private void TellAll(Iec104Server server)
    {
        while (_subscription?.TryTake(out var point, out var state) == true)
        {
            // Asked for each: who has started before a change was made is told of it.
            if (!server.IsHeard || !_byKey.TryGetValue(point.Key, out var bindings))
                continue;
            var during = Volatile.Read(ref _starts);
            foreach (var binding in bindings)
            {
                if (binding.TryTell(point.IsRegistered ? state : null, during, out var told))
                    _batch.Add(server, binding.Mapping.CommonAddress, told, CauseOfTransmission.Spontaneous);
            }
        }

        _batch.Put(server);
    }
}
