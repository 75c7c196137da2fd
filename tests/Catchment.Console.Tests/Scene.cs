using Catchment.Cameras.Catalog;

namespace Catchment.WebConsole.Tests;

/// <summary>A small world for the pages: cameras, a day of frames with real pictures, messages.</summary>
internal static class Scene
{
    public static readonly Camera Mailbox = new("Driveway-Mailbox", "Driveway", "Mailbox");
    public static readonly Camera Barn = new("Barn-Door", "Barn", "Door");
    public static readonly Camera Pump = new("PumpHouse", "PumpHouse", "");

    /// <summary>The sample pictures.</summary>
    public static IReadOnlyList<byte[]> Pictures { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>The node's clock: always between ten and eleven in the morning, so that no test meets midnight.</summary>
    public static TimeProvider Clock { get; } = new MorningTime();

    /// <summary>The node's local time, to the second.</summary>
    public static DateTime Now { get; } = Seconds(Clock.GetLocalNow().DateTime);

    /// <summary>Fills a node: two busy cameras now and yesterday, one that fell silent hours ago.</summary>
    public static void Fill(ConsoleNode node)
    {
        var yesterday = Now.Date.AddDays(-1);
        for (var i = 0; i < 120; i++)
            node.Store(i % 3 == 0 ? Barn : Mailbox, yesterday.AddHours(7).AddMinutes(i * 3).AddMicroseconds(i), Pictures[i % Pictures.Count]);
        node.Store(Pump, yesterday.AddHours(20), Pictures[0]);
        node.Catalog.Add(new EventEntry(1, Pump, yesterday.AddHours(20), "Temp", "PumpHouse|Temp|41 F"));
        for (var i = 0; i < 40; i++)
        {
            var time = Now.AddSeconds(-80 + (i * 2));
            node.Store(i % 2 == 0 ? Barn : Mailbox, time.AddMicroseconds(i), Pictures[i % Pictures.Count]);
            node.Catalog.Add(new EventEntry(10 + i, Mailbox, time, i % 4 == 0 ? "light" : "motion", i % 4 == 0 ? "Driveway Mailbox|light|dark" : $"Driveway Mailbox|motion|{(i % 2 == 0 ? "moving" : "still")}"));
        }
    }

    private sealed class MorningTime : TimeProvider
    {
        private const int Hour = 10;

        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone(
            "morning", TimeSpan.FromHours(Hour - System.GetUtcNow().Hour), "morning", "morning");
    }

    private static DateTime Seconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
