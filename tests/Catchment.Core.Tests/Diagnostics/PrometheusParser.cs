using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Catchment.Core.Tests.Diagnostics;

/// <summary>
/// A strict reader of the Prometheus text format 0.0.4. It refuses what a lenient one would let pass: a name without
/// TYPE, series of one name apart from each other, duplicates, wrong escapes, histograms that do not add up.
/// </summary>
internal sealed partial class PrometheusParser
{
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(double Bound, double Count)>> _buckets = new(StringComparer.Ordinal);
    private string _family = string.Empty;
    private string _type = string.Empty;

    /// <summary>The values by name and labels, as <c>name{label=value,…}</c>.</summary>
    public static Dictionary<string, double> Parse(string text)
    {
        var parser = new PrometheusParser();
        text.ShouldEndWith("\n");
        foreach (string line in text[..^1].Split('\n'))
        {
            parser.ReadLine(line);
        }

        parser.CheckHistograms();
        return parser._samples;
    }

    private void ReadLine(string line)
    {
        if (HelpLine().Match(line) is { Success: true } help)
        {
            _family = help.Groups["name"].Value;
            _seen.Add(_family).ShouldBeTrue($"{_family} appears once");
            _type = string.Empty;
            return;
        }

        if (TypeLine().Match(line) is { Success: true } type)
        {
            type.Groups["name"].Value.ShouldBe(_family, "TYPE follows HELP");
            _type = type.Groups["type"].Value;
            return;
        }

        Match sample = SampleLine().Match(line);
        sample.Success.ShouldBeTrue($"a line of the format: {line}");
        ReadSample(sample.Groups["name"].Value, sample.Groups["labels"].Value, Number(sample.Groups["value"].Value));
    }

    private void ReadSample(string name, string labelText, double value)
    {
        _type.ShouldNotBeEmpty($"{name} has a TYPE");
        SortedDictionary<string, string> labels = ReadLabels(labelText);
        bool histogram = _type == "histogram";
        string[] allowed = histogram ? [_family + "_bucket", _family + "_sum", _family + "_count"] : [_family];
        allowed.ShouldContain(name, "a sample stands below its own TYPE");
        if (_type == "counter")
        {
            value.ShouldBeGreaterThanOrEqualTo(0);
        }

        _samples.TryAdd(name + Key(labels), value).ShouldBeTrue($"{name}{labelText} appears once");
        if (histogram && name.EndsWith("_bucket", StringComparison.Ordinal))
        {
            labels.Remove("le", out string? bound).ShouldBeTrue("a bucket has le");
            string series = _family + Key(labels);
            _buckets.TryAdd(series, []);
            _buckets[series].Add((Number(bound!), value));
        }
    }

    private void CheckHistograms()
    {
        foreach ((string series, List<(double Bound, double Count)> buckets) in _buckets)
        {
            buckets.Select(b => b.Bound).ShouldBe(buckets.Select(b => b.Bound).Distinct().Order(), "bounds ascend");
            buckets.Select(b => b.Count).ShouldBe(buckets.Select(b => b.Count).Order(), "buckets are cumulative");
            buckets[^1].Bound.ShouldBe(double.PositiveInfinity);
            int brace = series.IndexOf('{', StringComparison.Ordinal);
            (string name, string labels) = brace < 0 ? (series, string.Empty) : (series[..brace], series[brace..]);
            _samples[$"{name}_count{labels}"].ShouldBe(buckets[^1].Count);
            _samples.ShouldContainKey($"{name}_sum{labels}");
        }
    }

    private static SortedDictionary<string, string> ReadLabels(string text)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        int at = 0;
        while (at < text.Length)
        {
            Match label = Label().Match(text, at);
            label.Success.ShouldBeTrue($"a label at {at} of {text}");
            labels.TryAdd(label.Groups["name"].Value, Unescape(label.Groups["value"].Value)).ShouldBeTrue("a label appears once");
            at += label.Length;
        }

        return labels;
    }

    private static string Unescape(string value)
    {
        var plain = new StringBuilder();
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\')
            {
                plain.Append(value[i]);
                continue;
            }

            i++;
            plain.Append(value[i] == 'n' ? '\n' : value[i]);
        }

        return plain.ToString();
    }

    private static string Key(SortedDictionary<string, string> labels) =>
        labels.Count == 0 ? string.Empty : $"{{{string.Join(',', labels.Select(l => $"{l.Key}={l.Value}"))}}}";

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\A# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\[\\n])*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HelpLine();

    [GeneratedRegex(@"\A# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>[^\n]+)\})? (?<value>NaN|[+-]Inf|-?[0-9.]+(?:E[+-]?[0-9]+)?)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"\G(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>(?:[^""\\]|\\[\\""n])*)""(?:,(?!\z)|\z)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
