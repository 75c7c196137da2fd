using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Writing;

/// <summary>The gateway, as the sync writes to it. One call at a time. Source: <c>tags</c> 3, 8.6.</summary>
public interface ITagWriter : IAsyncDisposable
{
    /// <summary>Grows with each new connection: the gateway behind it may have forgotten what it was told.</summary>
    long Session { get; }

    /// <summary>The gateway takes many values at once, and can be asked; otherwise it is the original, which takes one on a connection.</summary>
    bool IsBulk { get; }

    /// <summary>Connects, unless it is.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Why it cannot be reached; null: it is.</returns>
    ValueTask<string?> ConnectAsync(CancellationToken cancellation);

    /// <summary>Writes values, in their order.</summary>
    /// <param name="updates">At most 1000.</param>
    /// <param name="cancellation">Ends the wait; what has no answer then is not answered.</param>
    ValueTask<WriteAnswer> WriteAsync(ReadOnlyMemory<OutgoingValue> updates, CancellationToken cancellation);

    /// <summary>Asks which keys the gateway has.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="present">Takes those that it has.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Why it did not answer; null: it did.</returns>
    ValueTask<string?> FindAsync(IReadOnlyCollection<string> keys, ISet<string> present, CancellationToken cancellation);

    /// <summary>Registers a point with its unit.</summary>
    /// <param name="key">The key.</param>
    /// <param name="dataType">Its type, of 2.1.</param>
    /// <param name="units">Its unit.</param>
    /// <param name="initial">Its default.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Why it is not registered; null: it is.</returns>
    ValueTask<string?> RegisterAsync(string key, string dataType, string units, TagValue initial, CancellationToken cancellation);
}
