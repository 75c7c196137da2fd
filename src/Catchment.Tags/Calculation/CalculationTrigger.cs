using System.Collections.Concurrent;
using System.Threading.Channels;
using Catchment.Tags.Store;

namespace Catchment.Tags.Calculation;

/// <summary>Notes, while the store's writer waits, which inputs of formulas have changed, and wakes the engine. A key waits once, however often it changes.</summary>
/// <param name="inputs">The keys that formulas read.</param>
internal sealed class CalculationTrigger(ConcurrentDictionary<string, CalculationInput> inputs) : ITagObserver
{
    private readonly ConcurrentQueue<CalculationInput> _changed = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin)
    {
        // What the engine writes itself it follows up at once.
        if (origin == TagOrigin.Calculation || (before.Value == now.Value && before.Quality == now.Quality))
            return;
        if (!inputs.TryGetValue(point.Key, out var input) || input.Dependents.Length == 0 || !input.Offer())
            return;
        _changed.Enqueue(input);
        Wake();
    }

    /// <summary>Takes an input that has changed; read it after this call.</summary>
    /// <returns>False: there is none now.</returns>
    public bool TryTake(out CalculationInput input)
    {
        if (!_changed.TryDequeue(out input!))
            return false;
        input.Take();
        return true;
    }

    /// <summary>Waits until there is something to do.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await _news.Reader.ReadAsync(cancellation).ConfigureAwait(false);

    /// <summary>Ends the wait.</summary>
    public void Wake() => _news.Writer.TryWrite(true);
}
