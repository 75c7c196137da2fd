using System.Text.Json;
using Catchment.Cameras.Events;
using Catchment.Cameras.Pruning;

namespace Catchment.Cameras.Tests.Pruning;

/// <summary>What the original decided, and what it published.</summary>
public sealed class PruningDecisionsTests
{
    private static readonly JsonElement Vectors =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pruning", "Vectors", "decisions.json"))).RootElement;

    private static readonly DateOnly RunDate = DateOnly.Parse(Vectors.GetProperty("run_date").GetString()!);

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Vectors.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_is_decided_and_reported_as_the_original_did(int number)
    {
        var vector = Vectors.GetProperty("cases")[number];
        var day = RunDate.AddDays(-vector.GetProperty("age_days").GetInt32());
        using var shelf = new EventShelf();
        var names = new Dictionary<EventKey, string>();
        foreach (var kind in Vectors.GetProperty("events").EnumerateArray())
        {
            var sets = kind.GetProperty("class_names_by_type").EnumerateObject()
                .Select(t => (t.Name, t.Value.ValueKind == JsonValueKind.Null ? null : t.Value.EnumerateArray().Select(c => c.GetString()!).ToArray()));
            names.Add(shelf.Add(day.ToDateTime(new TimeOnly(8, 0)), vector.GetProperty("node").GetString()!, $"e{names.Count}", [.. sets]), kind.GetProperty("name").GetString()!);
        }

        var options = new PruningOptions { RunDeletes = true, MaxScanDays = vector.GetProperty("max_scan_days").GetInt32(), RetentionProfiles = Profiles() };
        var report = new PruningRounds(shelf.Files, shelf.Faces, shelf, options, Clock(), null, pace: 0).Run(RunDate, null, CancellationToken.None);

        shelf.Removed.Select(k => names[k]).ShouldBe(vector.GetProperty("deleted").EnumerateArray().Select(d => d.GetString()!));
        report.Published.ShouldBe(vector.GetProperty("published").EnumerateArray().Select(p => p.GetString()!));
        report.Deleted.ShouldBe(shelf.Removed.Count);
        report.Troubles.ShouldBeEmpty();
    }

    private static ManualTime Clock() => new(RunDate.ToDateTime(new TimeOnly(23, 59)));

    private static Dictionary<string, PruningProfileOptions> Profiles() =>
        Vectors.GetProperty("retention_profiles").EnumerateObject().ToDictionary(p => p.Name, p => Profile(p.Value));

    private static PruningProfileOptions Profile(JsonElement profile)
    {
        var standard = new PruningProfileOptions();
        return new PruningProfileOptions
        {
            Strategy = Enum.Parse<PruningStrategy>(profile.GetProperty("strategy").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
            Nodes = profile.TryGetProperty("nodes", out var nodes) ? [.. nodes.EnumerateArray().Select(n => n.GetString()!)] : [],
            RetentionDays = Number("retention_days", standard.RetentionDays, e => e.GetInt32()),
            SpeedCutoff = Number("speed_cutoff", standard.SpeedCutoff, e => e.GetDouble()),
            ExtendedDays = Number("extended_days", standard.ExtendedDays, e => e.GetInt32()),
            ConfidenceThreshold = Number("confidence_threshold", standard.ConfidenceThreshold, e => e.GetDouble()),
            MinFaceRatio = Number("min_face_ratio", standard.MinFaceRatio, e => e.GetDouble()),
        };

        T Number<T>(string key, T otherwise, Func<JsonElement, T> read) => profile.TryGetProperty(key, out var value) ? read(value) : otherwise;
    }
}
