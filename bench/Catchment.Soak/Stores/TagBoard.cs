using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Catchment.Core.Demo;
using Catchment.Soak.Audits;
using Catchment.Soak.Load;
using Catchment.Soak.Machine;

namespace Catchment.Soak.Stores;

/// <summary>What the gateway has: values, histories, and what of them is recorded in the telemetry.</summary>
/// <param name="site">Where it is.</param>
/// <param name="node">When it was started.</param>
internal sealed class TagBoard(SoakSite site, SoakNode node) : IDisposable
{
    private const int Most = 900; // of the 1000 that a history has

    private readonly HttpClient _client = new() { BaseAddress = new Uri(SoakSite.Gateway), Timeout = Patience.Limit };

    /// <summary>Compares it with what was written.</summary>
    internal async Task<IReadOnlyList<AuditResult>> AuditAsync(IReadOnlyList<DemoItem> journal)
    {
        var results = new List<AuditResult>();
        foreach (var key in TagWriters.Keys)
        {
            var noted = journal.Where(i => i.Item.StartsWith(key + " ", StringComparison.Ordinal)).ToArray();
            var value = (await PointsAsync(key)).Select(static p => (double?)p.GetProperty("value").GetDouble()).FirstOrDefault();
            var history = await _client.GetFromJsonAsync<JsonElement>($"/history/{key}?limit=1000");
            double[] past = [.. history.EnumerateArray().Select(static h => h.GetProperty("value").GetDouble())];
            results.Add(TagAudit.Compare(key, noted, value, past, node.Started, Most));
            results.Add(Recorded(key, value));
        }

        return results;
    }

    /// <summary>What has not arrived of the polled values: by the node's own poller, as device:tag, and by the sync, as copy/device/tag.</summary>
    /// <param name="names">Devices and tags.</param>
    /// <param name="since">Values have to be newer.</param>
    internal async Task<AuditResult> ArrivedAsync(IReadOnlyList<(string Device, string Tag)> names, DateTimeOffset since)
    {
        var newest = (await PointsAsync("demo_")).ToDictionary(static p => p.GetProperty("key").GetString()!, static p => (Time: p.GetProperty("timestamp").GetDouble(), Quality: p.GetProperty("quality").GetString()), StringComparer.Ordinal);
        string[] keys = [.. names.Select(static n => $"{n.Device}:{n.Tag}"), .. names.Select(static n => $"copy/{n.Device}/{n.Tag}")];
        var limit = since.ToUnixTimeMilliseconds() / 1000.0;
        string[] missing = [.. keys.Where(k => !newest.TryGetValue(k, out var one) || one.Time < limit || one.Quality != "GOOD").Select(k => newest.TryGetValue(k, out var one) ? string.Create(CultureInfo.InvariantCulture, $"{k}: {one.Quality}, {limit - one.Time:0.0} s old") : $"{k}: not there")];
        return new AuditResult("polled values, and the sync's copies", keys.Length, keys.Length, keys.Length - missing.Length) { Missing = missing };
    }

    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<JsonElement>> PointsAsync(string search) => [.. (await _client.GetFromJsonAsync<JsonElement>($"/points?search={search}&limit=1000")).GetProperty("points").EnumerateArray()];

    /// <summary>The records of a key: each value behind a lower one, and the last one is what the key has.</summary>
    private AuditResult Recorded(string key, double? value)
    {
        double[] rows = [.. site.Telemetry($"SELECT msg->>'value' FROM telem WHERE device = 'tag:{key}' AND msg->>'quality' = 'GOOD' ORDER BY ts").Select(static v => double.Parse(v, CultureInfo.InvariantCulture))];
        return new AuditResult($"{key} recorded", rows.Length, 1, rows.Length)
        {
            Missing = rows.Length == 0 || rows[^1] != value ? [$"{key}: {rows.LastOrDefault()} is recorded last, {value} is there"] : [],
            Twice = [.. Enumerable.Range(1, Math.Max(0, rows.Length - 1)).Where(i => rows[i] <= rows[i - 1]).Select(i => $"{key}: {rows[i]} behind {rows[i - 1]}")],
        };
    }
}
