namespace Catchment.WebConsole.Api;

/// <summary>How full the medium of the frames is, and how long it will last.</summary>
/// <param name="FreeBytes">What is free.</param>
/// <param name="TotalBytes">What it holds altogether.</param>
/// <param name="BytesPerDay">How fast it fills; left out: not yet known.</param>
/// <param name="FullAt">When it will be full at that pace, local time; left out: not to be foreseen.</param>
/// <param name="Advice">A sentence for the person in charge; left out: nothing to say.</param>
public sealed record DiskItem(long FreeBytes, long TotalBytes, double? BytesPerDay, string? FullAt, string? Advice)
{
    internal static DiskItem Of(ConsoleDisk disk) => new(
        disk.FreeBytes,
        disk.TotalBytes,
        disk.BytesPerDay,
        disk.FullAt is { } full ? ApiTime.Milli(full) : null,
        disk.Advice);
}
