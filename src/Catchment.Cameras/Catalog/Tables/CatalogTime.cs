namespace Catchment.Cameras.Catalog.Tables;

/// <summary>Times in the tables: microseconds since 1970 of the local clock.</summary>
internal static class CatalogTime
{
    internal static long Of(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static long Of(DateOnly day) => Of(day.ToDateTime(TimeOnly.MinValue));

    internal static DateTime ToDateTime(long time) => new(DateTime.UnixEpoch.Ticks + (time * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);
}
