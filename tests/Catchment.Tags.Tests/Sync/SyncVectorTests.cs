using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Catchment.Tags.Tests.Sync;

/// <summary>The documents of the polling service, and what the original writes of each. Source: <c>tags</c> 8.5.</summary>
public sealed class SyncVectorTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sync", "Vectors");
    private static readonly JsonObject Expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "sync_expected.json")))!.AsObject();

    public static TheoryData<string> Documents => [.. Expected.Select(e => e.Key)];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Writes_what_the_original_writes_in_its_order(string name)
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Polling.Body = Read(name);
        await bench.CycleAsync();
        var written = bench.Gateway.Writes.Select(w => new JsonArray(w["key"]!.DeepClone(), w["value"]!.DeepClone())).ToArray();
        var expected = Expected[name]!["writes"]!;
        if (expected is JsonArray all)
        {
            written.Length.ShouldBe(all.Count);
            written.Zip(all).ShouldAllBe(p => JsonNode.DeepEquals(p.First, p.Second));
        }
        else
        {
            written.Length.ShouldBe((int)expected);
            written.Zip(Expected[name]!["first"]!.AsArray()).ShouldAllBe(p => JsonNode.DeepEquals(p.First, p.Second));
            written[^3..].Zip(Expected[name]!["last"]!.AsArray()).ShouldAllBe(p => JsonNode.DeepEquals(p.First, p.Second));
        }

        bench.Stats.SuccessfulWrites.ShouldBe(written.Length);
        bench.Stats.FailedWrites.ShouldBe(0);
        bench.Stats.TotalSyncs.ShouldBe(1);
    }

    [Fact]
    public async Task An_original_gets_the_same_one_by_one()
    {
        await using var bench = await SyncBench.StartAsync(isOriginal: true);
        bench.Polling.Body = Read("unicode");
        await bench.CycleAsync();
        var all = Expected["unicode"]!["writes"]!.AsArray();
        bench.Gateway.Writes.Select(w => (string)w["key"]!).ShouldBe(all.Select(e => (string)e![0]!));
        bench.Gateway.Connections.ShouldBe(all.Count + 1); // And the one that asked whether it is one.
    }

    private static byte[] Read(string name)
    {
        var path = Path.Combine(Folder, "polled_values", name + ".json");
        if (File.Exists(path))
            return File.ReadAllBytes(path);
        using var file = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
