namespace Catchment.Protocols.OpcUa.Binary;

/// <summary>Times on the wire: 100 ns since 1601. Source: OPC 10000-6, 5.2.2.5.</summary>
internal static class UaTime
{
    private static readonly long Epoch = new DateTime(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long Latest = new DateTime(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc).Ticks;

    /// <summary>The time of a number of ticks; <see cref="DateTime.MinValue"/> for 0 and less, <see cref="DateTime.MaxValue"/> for what is too late.</summary>
    public static DateTime FromTicks(long ticks) =>
        ticks <= 0 ? new DateTime(0, DateTimeKind.Utc) : ticks >= Latest - Epoch ? new DateTime(DateTime.MaxValue.Ticks, DateTimeKind.Utc) : new DateTime(ticks + Epoch, DateTimeKind.Utc);

    /// <summary>The ticks of a time: 0 for 1601 and before, the largest number for the end of 9999.</summary>
    public static long ToTicks(DateTime time) =>
        time.Ticks <= Epoch ? 0 : time.Ticks >= Latest ? long.MaxValue : time.Ticks - Epoch;
}
