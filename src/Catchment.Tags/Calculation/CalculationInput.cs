using Catchment.Tags.Store;

namespace Catchment.Tags.Calculation;

/// <summary>A key that calculated tags read or write. Changed under the engine's lock; <see cref="Dependents"/> is replaced as a whole, for others read it.</summary>
/// <param name="key">The key.</param>
internal sealed class CalculationInput(string key)
{
    private DataPoint? _point;
    private int _isOffered;

    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The tags whose formulas read it.</summary>
    public TagCalculation[] Dependents { get; set; } = [];

    /// <summary>The tag whose result it is; null: of none.</summary>
    public TagCalculation? Owner { get; set; }

    /// <summary>How many tags name it, used or not, their own included.</summary>
    public int References { get; set; }

    /// <summary>Takes its place in the queue of changes.</summary>
    /// <returns>False: it has one.</returns>
    public bool Offer() => Interlocked.Exchange(ref _isOffered, 1) == 0;

    /// <summary>Gives its place up; what changes from now on is offered again.</summary>
    public void Take() => Interlocked.Exchange(ref _isOffered, 0);

    /// <summary>Its value as a number, 0 where there is none, and its quality; UNCERTAIN where nothing is registered. Source: <c>tags</c> 7.</summary>
    public double Read(TagStore store, out TagQuality quality)
    {
        if (Find(store) is not { } point)
        {
            quality = TagQuality.Uncertain;
            return 0;
        }

        var state = point.Read();
        quality = state.Quality;
        return state.Value.TryGetNumber(out var number) && double.IsFinite(number) ? number : 0;
    }

    /// <summary>The point; null: none is registered.</summary>
    public DataPoint? Find(TagStore store)
    {
        if (_point is { IsRegistered: true } known)
            return known;
        return store.TryGet(Key, out _point) ? _point : null;
    }
}
