namespace Catchment.Cameras.Tests.Watcher;

/// <summary>
/// What an outpost with two views does for ten seconds, in steps of 33 ms: a picture of each view in each step, and events that begin, go
/// on and end, several at once. Log and pictures are sent in chunks of half a second, each mixed at random, and a part of a chunk one late.
/// </summary>
internal sealed class OutpostStory
{
    internal static readonly string[] Views = ["v", "w"];
    internal const int Steps = 300;
    private const int StepsInChunk = 15;
    private static readonly DateTime Began = new(2024, 5, 6, 10, 0, 0);

    private readonly List<StoryEvent> _events = [];
    private readonly List<List<Action<WatcherBench>>> _chunks = [];

    internal IReadOnlyList<StoryEvent> Events => _events;

    internal IReadOnlyList<IReadOnlyList<Action<WatcherBench>>> Chunks => _chunks;

    internal static OutpostStory Tell(Random random)
    {
        var story = new OutpostStory();
        var (logs, pictures) = (story.Logs(random), Pictures());
        while (logs.Count > 0 || pictures.Count > 0)
        {
            var until = (story._chunks.Count + 1) * StepsInChunk;
            var (lateLog, latePictures) = random.Next(3) switch { 0 => (StepsInChunk, 0), 1 => (0, StepsInChunk), _ => (0, 0) };
            story._chunks.Add(Mixed(random, Until(logs, until - lateLog), Until(pictures, until - latePictures)));
        }

        // All events are past once pictures from after their end are there.
        story._chunks.Add([.. Views.Select(v => (Action<WatcherBench>)(b => b.Picture("n", v, Time(Steps + 500), 0)))]);
        return story;
    }

    internal static string PictureName(string id, int step) => $"{id}_{Began.AddMilliseconds(33 * step):yyyy-MM-dd_HH.mm.ss.ffffff}.jpg";

    private static string Time(int step) => $"{Began.AddMilliseconds(33 * step):yyyy-MM-ddTHH:mm:ss.ffffff}";

    private static Queue<(int Step, Action<WatcherBench> Send)> Pictures()
    {
        var pictures = new Queue<(int, Action<WatcherBench>)>();
        for (var step = 0; step < Steps; step++)
        {
            for (var view = 0; view < Views.Length; view++)
            {
                var (at, of) = (step, view);
                pictures.Enqueue((at, b => b.Picture("n", Views[of], Time(at), (of * 10_000) + at)));
            }
        }

        return pictures;
    }

    private static List<Action<WatcherBench>> Until(Queue<(int Step, Action<WatcherBench> Send)> from, int step)
    {
        var taken = new List<Action<WatcherBench>>();
        while (from.TryPeek(out var next) && next.Step < step)
            taken.Add(from.Dequeue().Send);
        return taken;
    }

    private static List<Action<WatcherBench>> Mixed(Random random, List<Action<WatcherBench>> logs, List<Action<WatcherBench>> pictures)
    {
        var mixed = new List<Action<WatcherBench>>();
        for (var (l, p) = (0, 0); l < logs.Count || p < pictures.Count;)
            mixed.Add(p == pictures.Count || (l < logs.Count && random.Next(logs.Count + pictures.Count) < logs.Count) ? logs[l++] : pictures[p++]);
        return mixed;
    }

    private Queue<(int Step, Action<WatcherBench> Send)> Logs(Random random)
    {
        var logs = new Queue<(int, Action<WatcherBench>)>();
        var running = new List<StoryEvent>();
        for (var step = 0; step < Steps; step++)
        {
            var now = step;
            if (running.Count < 5 && now < Steps - 30 && random.Next(8) == 0)
            {
                var begun = new StoryEvent($"e{_events.Count:00}", random.Next(Views.Length), Math.Max(0, now - random.Next(6)));
                _events.Add(begun);
                running.Add(begun);
                logs.Enqueue((now, b => b.Start("n", Views[begun.View], begun.Id, Time(begun.First))));
            }

            foreach (var ongoing in running.ToArray())
            {
                var isLast = now == Steps - 1 || (now > ongoing.First + 3 && random.Next(25) == 0);
                if (isLast || random.Next(2) == 0)
                {
                    ongoing.Track(now);
                    logs.Enqueue((now, b => b.Track("n", Views[ongoing.View], ongoing.Id, Time(now))));
                }

                if (!isLast)
                    continue;
                logs.Enqueue((now, b => b.End("n", Views[ongoing.View], ongoing.Id)));
                running.Remove(ongoing);
            }
        }

        return logs;
    }
}
