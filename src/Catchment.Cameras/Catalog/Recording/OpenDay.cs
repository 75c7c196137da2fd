namespace Catchment.Cameras.Catalog.Recording;

/// <summary>A day is open while a frame of it may still be on its way to its file.</summary>
internal static class OpenDay
{
    /// <summary>How long after midnight the day before is open.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);
}
