using System.Collections.Immutable;

namespace Catchment.Core.Live;

/// <summary>A watcher's place at a <see cref="LiveFeed"/>. One reader at a time.</summary>
public sealed class LiveSubscription : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<LiveMessage> _waiting = new();
    private readonly Dictionary<(string Topic, string Key), LinkedListNode<LiveMessage>> _byKey = [];
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly LiveFeed _feed;
    private readonly ImmutableArray<string> _topics;
    private readonly int _capacity;
    private long _dropped;

    internal LiveSubscription(LiveFeed feed, ImmutableArray<string> topics, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _feed = feed;
        _topics = topics;
        _capacity = capacity;
    }

    /// <summary>Messages dropped because the reader was slow; those that a newer one of the same key replaced do not count.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Waits for messages and takes all that are there, oldest first.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<IReadOnlyList<LiveMessage>> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _arrived.WaitAsync(cancellation);
            lock (_lock)
            {
                if (_waiting.Count == 0)
                    continue;
                LiveMessage[] taken = [.. _waiting];
                _waiting.Clear();
                _byKey.Clear();
                return taken;
            }
        }
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _feed.Remove(this);

    internal void Offer(LiveMessage message)
    {
        if (!_topics.IsEmpty && !_topics.Contains(message.Topic, StringComparer.Ordinal))
            return;
        lock (_lock)
        {
            if (_byKey.Remove((message.Topic, message.Key), out var replaced))
                _waiting.Remove(replaced);
            if (_waiting.Count == _capacity)
            {
                var oldest = _waiting.First!.Value;
                _byKey.Remove((oldest.Topic, oldest.Key));
                _waiting.RemoveFirst();
                _dropped++;
            }

            _byKey[(message.Topic, message.Key)] = _waiting.AddLast(message);
            if (_arrived.CurrentCount == 0)
                _arrived.Release();
        }
    }
}
