namespace Catchment.Cameras.Demo.Outposts;

/// <summary>
/// Identifiers as outposts and sentinels make them: UUIDs of version 1, 32 hex digits. They hold the time, so that the events of a second
/// demo with the same seed are not those of the first.
/// </summary>
/// <remarks>Source: RFC 9562, 5.1; the camera specification, 5.</remarks>
internal static class TimeId
{
    private static readonly long GregorianReform = new DateTime(1582, 10, 15).Ticks;

    /// <summary>Makes one.</summary>
    /// <param name="time">The maker's clock.</param>
    /// <param name="seed">The demo's seed.</param>
    /// <param name="maker">The maker's number; no two of a demo have the same.</param>
    internal static string Of(DateTime time, int seed, int maker)
    {
        var ticks = time.Ticks - GregorianReform;
        return $"{(uint)ticks:x8}{(ushort)(ticks >> 32):x4}1{(ticks >> 48) & 0xFFF:x3}{0x8000 | (maker & 0x3FFF):x4}02fc{(uint)seed:x8}";
    }
}
