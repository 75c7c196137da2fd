namespace Catchment.Tags.Store;

/// <summary>The memory that all histories may take together. Used under the store's lock.</summary>
/// <param name="bytes">How much.</param>
public sealed class HistoryBudget(long bytes)
{
    /// <summary>How much is taken.</summary>
    public long Used { get; private set; }

    /// <summary>How much there is.</summary>
    public long Limit => bytes;

    /// <summary>More is taken than there is: texts have grown long.</summary>
    internal bool IsOver => Used > bytes;

    /// <summary>Rings that stayed shorter than they might be.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes memory, if there is any left.</summary>
    internal bool TryTake(long amount)
    {
        if (Used + amount > bytes)
        {
            Refused++;
            return false;
        }

        Used += amount;
        return true;
    }

    /// <summary>Takes memory that is in use already: a text whose point was written.</summary>
    internal void Take(long amount) => Used += amount;

    /// <summary>Gives memory back.</summary>
    internal void Return(long amount) => Used -= amount;
}
