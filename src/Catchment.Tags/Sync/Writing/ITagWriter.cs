namespace Catchment.Tags.Sync.Writing;

/// <summary>The gateway, as the sync writes to it. One call at a time. Source: <c>tags</c> 3, 8.6.</summary>
public interface ITagWriter : IAsyncDisposable
{
    /// <summary>Grows with each new connection: the gateway behind it may have forgotten what it was told.</summary>
    long Session { get; }

    /// <summary>The gateway has the extensions of 3.3: it can be asked. Otherwise it is the original, which takes one value on a connection.</summary>
    bool IsExtended { get; }

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

    /// <summary>Asks what the points of keys are.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="points">Takes those that the gateway has.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Why it did not answer; null: it did.</returns>
    ValueTask<string?> ReadAsync(IReadOnlyCollection<string> keys, IDictionary<string, KnownPoint> points, CancellationToken cancellation);

    /// <summary>Registers a point with its unit.</summary>
    /// <param name="key">The key.</param>
    /// <param name="point">What it is to be.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<WriteAnswer> RegisterAsync(string key, KnownPoint point, CancellationToken cancellation);
}
