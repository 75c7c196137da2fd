using System.Text.Json;
using System.Text.Json.Serialization;
using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Report;

/// <summary>Results and where they were measured, as an aligned table for people or as JSON for programs.</summary>
/// <typeparam name="TRow">A result; its public properties are what the JSON holds.</typeparam>
/// <param name="Benchmark">The benchmark's name.</param>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Rows">The results.</param>
internal sealed record BenchmarkReport<TRow>(string Benchmark, MachineDescription Machine, IReadOnlyList<TRow> Rows)
{
    private const string Gap = "  ";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // A rate over no frames at all is no number.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes one JSON object.</summary>
    internal void WriteJson(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(this, Json));

    /// <summary>Writes the machine and a table, aligned to the right.</summary>
    internal void WriteTable(TextWriter output, IReadOnlyList<Column<TRow>> columns)
    {
        string[][] lines =
        [
            [.. columns.Select(c => c.Header)],
            .. Rows.Select(row => columns.Select(c => c.Text(row)).ToArray()),
        ];
        var widths = columns.Select((_, column) => lines.Max(l => l[column].Length)).ToArray();
        output.WriteLine(Machine);
        foreach (var line in lines)
            output.WriteLine(string.Join(Gap, line.Select((text, column) => text.PadLeft(widths[column]))).TrimEnd());
    }
}
