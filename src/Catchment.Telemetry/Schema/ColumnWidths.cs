namespace Catchment.Telemetry.Schema;

/// <summary>What the columns have room for, in characters; SQLite's, which have no bounds, get no more. Source: <c>telemetry</c> 4.1, D24.</summary>
internal static class ColumnWidths
{
    internal const int Host = 50;
    internal const int Path = 1024;
    internal const int Device = 50;
    internal const int EventCode = 20;

    /// <summary>The characters of a text as PostgreSQL counts them: one outside of the basic plane is one.</summary>
    internal static int Characters(string text)
    {
        var count = 0;
        foreach (var c in text)
            count += char.IsLowSurrogate(c) ? 0 : 1;
        return count;
    }

    /// <summary>The characters of a text in UTF-8.</summary>
    internal static int Characters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    /// <summary>Refuses a host whose name has no room: none of its files could be recorded.</summary>
    /// <exception cref="TelemetryDatabaseException">It has not.</exception>
    internal static void CheckHost(string host)
    {
        if (Characters(host) > Host)
            throw new TelemetryDatabaseException($"hostname: '{host}' is longer than the {Host} characters that the tables have room for.");
    }
}
