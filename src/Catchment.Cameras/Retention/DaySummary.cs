namespace Catchment.Cameras.Retention;

/// <summary>What lies in one day's folder.</summary>
/// <param name="Day">The folder's date.</param>
/// <param name="Cameras">The cameras that have frames there.</param>
/// <param name="IsEmpty">Nothing at all is in the folder, no foreign file either.</param>
public sealed record DaySummary(DateOnly Day, IReadOnlyList<CameraShare> Cameras, bool IsEmpty)
{
    /// <summary>Bytes of all its frames.</summary>
    public long Bytes => Cameras.Sum(c => c.Bytes);

    /// <summary>All its frames.</summary>
    public long Files => Cameras.Sum(c => c.Files);
}
