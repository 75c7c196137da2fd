using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Files.Settings;

namespace Catchment.Files.Tests.Settings;

public sealed class StartVerdictTests
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Settings", "Vectors");
    private static readonly string[] Plugins = ["NullIngest", "ExecIngest", "Gen2Ingest", "Gen3Ingest"];

    public static TheoryData<string, string, bool> Verdicts()
    {
        var data = new TheoryData<string, string, bool>();
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "expected.json")));
        foreach (var file in expected.RootElement.EnumerateObject().Where(file => file.Value.TryGetProperty("start", out _)))
        {
            var start = file.Value.GetProperty("start").GetString()!;
            // A date that is none matters to the other method only. The last is the unknown status, which the reference does not notice.
            var isRefused = start.StartsWith("error", StringComparison.Ordinal)
                && !start.Contains("must accept", StringComparison.Ordinal) && !start.Contains("parse_rsync_logs", StringComparison.Ordinal);
            data.Add(file.Name, file.Value.GetProperty("component").GetString()!, isRefused || start.StartsWith("no error at once", StringComparison.Ordinal));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Each_valid_file_starts_or_is_refused(string file, string component, bool isRefused)
    {
        var original = EndpointFiles.All.Single(one => one.DistinctiveKey == component);
        var loaded = Configured.LoadFile(Path.Combine(Vectors, file), original);

        var errors = loaded.Messages.Where(message => message.Severity == MessageSeverity.Error).Select(message => message.Text).ToList();
        if (errors.Count == 0)
            errors.AddRange(Problems(loaded.Section<FilesOptions>(), component).Select(problem => problem.ToString()));

        (errors.Count > 0).ShouldBe(isRefused, string.Join('\n', errors));
    }

    private static IReadOnlyList<(string Key, string Found, string Allowed)> Problems(FilesOptions options, string component)
    {
        IReadOnlyList<(string Key, string Found, string Allowed)> problems;
        _ = component switch
        {
            "finder" => FinderSettings.Resolve(options, out problems),
            "ingester" => IngesterSettings.Resolve(options, isOriginal: true, Plugins, out problems),
            _ => (object?)BackfillSettings.Resolve(options, out problems),
        };
        return problems;
    }
}
