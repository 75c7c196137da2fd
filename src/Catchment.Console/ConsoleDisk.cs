namespace Catchment.WebConsole;

/// <summary>How full the medium of the frames is, and how long it will last.</summary>
/// <param name="FreeBytes">What is free.</param>
/// <param name="TotalBytes">What it holds altogether.</param>
/// <param name="BytesPerDay">How fast it fills; null: not yet known.</param>
/// <param name="FullAt">When it will be full at that pace, local time; null: not to be foreseen.</param>
/// <param name="Advice">A sentence for the person in charge, such as what retention will do; null: nothing to say.</param>
public sealed record ConsoleDisk(long FreeBytes, long TotalBytes, double? BytesPerDay, DateTime? FullAt, string? Advice)
{
    /// <summary>The live feed's topic of disk outlooks: the payload is a <see cref="ConsoleDisk"/>.</summary>
    public const string Topic = "disk";
}
