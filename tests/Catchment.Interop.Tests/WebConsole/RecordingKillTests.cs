using System.Text.Json;

namespace Catchment.Interop.Tests.WebConsole;

/// <summary>A whole node that is killed again and again while outposts are recorded and their events brought to the catalog.</summary>
[Collection(Alone.Name)]
public sealed class RecordingKillTests : IDisposable
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task After_every_kill_the_catalog_equals_the_files_and_no_file_is_without_an_index_row()
    {
        var random = new Random(7);
        var node = NewcomerNode.Up(_root["node"], _root["data"]);
        using var demo = CommandLine.Start(_root.FullPath, ["demo", "--only", "outposts", "--rate", "100", "--json", .. node.Words]);
        try
        {
            for (var round = 0; round < (Full ? 20 : 2); round++)
            {
                var more = PicturesOnDisk() + random.Next(40, 200);
                Eventually.True(() => PicturesOnDisk() >= more, "events are recorded");
                node.Kill();
                node.Dispose();
                node = node.Again();
            }

            demo.Kill();
            await demo.WaitForExitAsync();
            await EqualAsync(node);
        }
        finally
        {
            if (!demo.HasExited)
                demo.Kill();
            node.Dispose();
        }
    }

    /// <summary>What the node has by itself is all that a rebuild would make, and its counts are those of the folders.</summary>
    private async Task EqualAsync(NewcomerNode node)
    {
        using var client = new HttpClient { BaseAddress = new Uri(node.Address) };
        var ids = IndexedIds();
        ids.Count.ShouldBeGreaterThan(1);
        var found = "";
        await Eventually.TrueAsync(
            async () =>
            {
                ids = IndexedIds();
                using var page = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/v1/recordings?limit=1000", UriKind.Relative)));
                found = page.RootElement.GetRawText();
                var items = page.RootElement.GetProperty("items").EnumerateArray().ToList();
                return items.Select(i => i.GetProperty("event").GetString()!).ToHashSet().SetEquals(ids)
                    && items.TrueForAll(i => i.GetProperty("pictures").GetInt32() == PicturesOf(i.GetProperty("event").GetString()!));
            },
            $"the catalog has {ids.Count} events with their pictures; it has {found}");
        var rebuilt = JsonDocument.Parse(CommandLine.Run(_root.FullPath, ["events", "rebuild", "--json", .. node.Words]).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        rebuilt.GetProperty("of").GetString().ShouldBe("recordings");
        (rebuilt.GetProperty("added").GetInt64() + rebuilt.GetProperty("removed").GetInt64()).ShouldBe(0, rebuilt.GetRawText());
        rebuilt.GetProperty("orphanCount").GetInt64().ShouldBe(0, rebuilt.GetRawText());
        rebuilt.GetProperty("missingCount").GetInt64().ShouldBe(0, rebuilt.GetRawText());
    }

    private HashSet<string> IndexedIds() =>
        [.. Directory.GetFiles(_root["node"], "camwatcher.csv", SearchOption.AllDirectories).SelectMany(File.ReadAllLines).Select(l => l.Split(',')[3])];

    private int PicturesOnDisk() =>
        Directory.Exists(_root["node/sentinelcam/images"]) ? Directory.GetFiles(_root["node/sentinelcam/images"], "*.jpg", SearchOption.AllDirectories).Length : 0;

    private int PicturesOf(string id) => Directory.GetFiles(_root["node/sentinelcam/images"], $"{id}_*.jpg", SearchOption.AllDirectories).Length;
}
