using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>The dashboard: its SQL runs on a telemetry database, as Grafana sends it.</summary>
public sealed partial class GrafanaTests : IDisposable
{
    private static readonly string Deploy = Path.Combine(CommandLine.Repository, "deploy/grafana");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_query_of_the_dashboard_gives_rows()
    {
        var name = $"grafana_{Guid.NewGuid():N}";
        var url = PostgresServer.Shared.CreateDatabase(name);
        File.WriteAllText(_folder["x.toml"], $"[database]\nurl = \"{url}\"\n");
        CommandLine.Run(_folder.FullPath, "xtelemdb", "setup", "-c", "x.toml");
        PostgresServer.Shared.Execute(
            """
            INSERT INTO telem (ts, device, msg, ec) VALUES
                (now() - interval '3 min', 'observers', '{"email": "a@b", "obsName": "one", "observing": false}', 'telem_observer'),
                (now() - interval '2 min', 'observers', '{"email": "a@b", "obsName": "one", "observing": true}', 'telem_observer'),
                (now() - interval '2 min', 'stagepickoff', '{"moving": 0, "preset": 3.0, "presetName": "z"}', 'telem_stage'),
                (now() - interval '1 min', 'stagepickoff', '"no object"', 'odd');
            INSERT INTO file_origins VALUES ('exao1', '/a', now(), now(), 7);
            """,
            name);
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Deploy, "dashboards/telemetry.json")));
        var root = dashboard.RootElement;
        var queries = root.GetProperty("panels").EnumerateArray().Select(p => p.GetProperty("targets")[0].GetProperty("rawSql").GetString()!)
            .Concat(root.GetProperty("templating").GetProperty("list").EnumerateArray().Select(v => v.GetProperty("query").GetString()!))
            .Append(root.GetProperty("annotations").GetProperty("list")[0].GetProperty("target").GetProperty("rawSql").GetString()!)
            .ToArray();
        queries.Length.ShouldBe(8);
        foreach (var query in queries)
        {
            var sql = Interpolate(query);
            sql.ShouldNotContain("$");
            PostgresServer.Shared.Execute(sql, name).Trim().ShouldNotBeEmpty(sql);
        }

        PostgresServer.Shared.Execute(Interpolate(queries[5]), name).Trim().Split('\n').ShouldBe(["observers", "stagepickoff"]);
        PostgresServer.Shared.Execute(Interpolate(queries[6]), name).Trim().Split('\n').Order(StringComparer.Ordinal).ShouldBe(["moving", "preset"]);
    }

    [Fact]
    public void The_dashboard_asks_the_data_source_that_is_provisioned()
    {
        var source = File.ReadAllText(Path.Combine(Deploy, "provisioning/datasources/catchment.yaml"));
        var uid = Uid().Match(source).Groups["uid"].Value;
        uid.ShouldNotBeEmpty();
        var asked = Asked().Matches(File.ReadAllText(Path.Combine(Deploy, "dashboards/telemetry.json"))).Select(m => m.Groups["uid"].Value).Distinct(StringComparer.Ordinal);
        asked.ShouldBe([uid]);
    }

    // What Grafana's PostgreSQL source puts for its macros.
    private static string Interpolate(string sql)
    {
        sql = sql.Replace("$__timeFilter(ts)", "ts BETWEEN now() - interval '1 hour' AND now()", StringComparison.Ordinal)
            .Replace("$__timeFrom()", "(now() - interval '1 hour')", StringComparison.Ordinal).Replace("$__timeTo()", "now()", StringComparison.Ordinal)
            .Replace("$device", "stagepickoff", StringComparison.Ordinal).Replace("$key", "preset", StringComparison.Ordinal);
        return sql.Replace("$__timeGroup(ts, $__interval)", "floor(extract(epoch from ts)/60)*60", StringComparison.Ordinal);
    }

    [GeneratedRegex("^ +uid: (?<uid>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uid();

    [GeneratedRegex("\"type\": \"postgres\",\\s+\"uid\": \"(?<uid>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asked();
}
