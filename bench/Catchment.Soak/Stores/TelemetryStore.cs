using System.Text;
using System.Text.Json;
using Catchment.Core.Demo;
using Catchment.Soak.Audits;
using Catchment.Soak.Machine;

namespace Catchment.Soak.Stores;

/// <summary>What the telemetry's table has of the devices, and what the HTTP API tells of it.</summary>
/// <param name="site">Where it is.</param>
/// <param name="node">Who serves it.</param>
internal sealed class TelemetryStore(SoakSite site, SoakNode node)
{
    private const string Source = "telemetry";
    private const string Time = """to_char(ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')""";
    private const string OfDevices = "msg IS NOT NULL AND device NOT LIKE 'tag:%'";

    /// <summary>Compares it with what the devices wrote.</summary>
    internal async Task<IReadOnlyList<AuditResult>> AuditAsync(IEnumerable<DemoItem> journal)
    {
        var rows = site.Telemetry($"SELECT device || ' ' || {Time} || ' ' || ec FROM telem WHERE {OfDevices}");
        return [ItemAudit.Compare("telemetry in the table", journal.Where(static i => i.Source == Source), static i => i.Item, "written", rows), await ServedAsync()];
    }

    /// <summary>Each number, text and truth that is a field of an entry itself.</summary>
    private async Task<AuditResult> ServedAsync()
    {
        var values = site.Telemetry($"SELECT device || ' ' || key || ' ' || {Time} || ' ' || value FROM telem, jsonb_each(to_jsonb(msg)) WHERE {OfDevices} AND jsonb_typeof(value) IN ('number', 'string', 'boolean')");
        var served = new List<string>();
        foreach (var device in values.Select(static v => v.Split(' ')).GroupBy(static v => v[0], static v => v[1], StringComparer.Ordinal))
        {
            string[] keys = [.. device.Distinct(StringComparer.Ordinal)];
            var answer = Encoding.UTF8.GetString(await node.GetAsync($"/api/v1/telemetry/rows?format=ndjson&device={device.Key}{string.Concat(keys.Select(static k => $"&key={k}"))}"));
            foreach (var line in answer.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var row = JsonDocument.Parse(line);
                var time = row.RootElement.GetProperty("ts").GetDateTimeOffset();
                served.AddRange(row.RootElement.GetProperty("values").EnumerateObject().Where(static v => v.Value.ValueKind != JsonValueKind.Null).Select(v => $"{device.Key} {v.Name} {time:yyyy-MM-dd'T'HH:mm:ss.ffffff} {v.Value.GetRawText()}"));
            }
        }

        return ItemAudit.Same("telemetry served over HTTP", values, served);
    }
}
