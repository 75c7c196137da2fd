namespace Catchment.Files.Catalog;

/// <summary>What became of a wish about files.</summary>
/// <param name="Added">Events that were added, one for a file.</param>
/// <param name="UnderWay">Files left as they are: they are PENDING, or an ingester works on their state just now.</param>
/// <param name="AsWished">Files that have that status already.</param>
/// <param name="New">Files that were never tried; they come by themselves.</param>
/// <param name="NotThere">Numbers of no tracked file.</param>
public sealed record FileDeskAnswer(long Added, long UnderWay, long AsWished, long New, long NotThere)
{
    /// <summary>Nothing yet.</summary>
    public static FileDeskAnswer None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Two answers together.</summary>
    public static FileDeskAnswer operator +(FileDeskAnswer one, FileDeskAnswer other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new(one.Added + other.Added, one.UnderWay + other.UnderWay, one.AsWished + other.AsWished, one.New + other.New, one.NotThere + other.NotThere);
    }
}
