using Catchment.Cameras.Recordings;

namespace Catchment.Cameras.Tests.Recordings;

/// <summary>Events as they come from a few outposts, and questions about them.</summary>
internal static class RandomEvents
{
    public static readonly DateTime Start = new(2026, 2, 10, 20, 0, 0, DateTimeKind.Unspecified);

    private static readonly (string Node, string View)[] Views = [("alpha5", "PiCam3"), ("alpha5", "Side"), ("east", "Front"), ("north", "Front")];

    private static readonly string[] Classes = ["person: 0.98", "car: 0.50", "dog: 61.50%", "Ann: 99.61% (0.5|-0.1|1|1)", "28.4 mph: R-to-L", "28.4 mph", "Face", "Ünï \"quoted\"\"\": 1"];

    public static (string Type, string[] Classes)[] Sets(Random random)
    {
        var sets = new List<(string, string[])> { ("trk", Some()) };
        foreach (var type in new[] { "obj", "fd1", "fr1", "vsp" })
        {
            if (random.Next(4) == 0)
                sets.Add((type, Some()));
        }

        return [.. sets];

        string[] Some() => [.. Enumerable.Range(0, random.Next(6)).Select(_ => Classes[random.Next(Classes.Length - 1)])];
    }

    public static (string Node, string View) View(Random random) => Views[random.Next(Views.Length)];

    public static void Fill(EventTree tree, Random random, int first, int count)
    {
        var time = Start.AddHours(random.Next(48));
        for (var i = 0; i < count; i++)
        {
            if (random.Next(5) != 0)
                time = time.AddTicks(random.NextInt64(TimeSpan.TicksPerHour) / 10 * 10);
            var (node, view) = View(random);
            tree.Add(first + i, node, view, time, random.Next(5), Sets(random));
        }
    }

    public static RecordingQuery Query(Random random) => new()
    {
        Node = random.Next(3) switch { 0 => "alpha5", 1 when random.Next(3) == 0 => "nobody", _ => null },
        View = random.Next(4) switch { 0 => "Front", 1 => "Side", _ => null },
        Type = random.Next(4) switch { 0 => "trk", 1 => "fr1", _ => null },
        Label = random.Next(4) switch { 0 => "person", 1 => "Ann", 2 => "R-to-L", _ => null },
        From = random.Next(3) == 0 ? Start.AddMinutes(random.Next(5000)) : null,
        To = random.Next(3) == 0 ? Start.AddMinutes(random.Next(6000)) : null,
        OldestFirst = random.Next(2) == 0,
        Limit = random.Next(1, 60),
    };
}
