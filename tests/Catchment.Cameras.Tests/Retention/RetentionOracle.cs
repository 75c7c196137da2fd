using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

/// <summary>What has to leave, found out the slow way: one frame after another, from a list of all files.</summary>
internal static partial class RetentionOracle
{
    public static HashSet<string> Leaving(FrameTree tree, RetentionOptions options)
    {
        var now = tree.Time.GetLocalNow().DateTime;
        var today = DateOnly.FromDateTime(now);
        var folders = Directory.GetDirectories(tree.Images)
            .Where(d => File.ResolveLinkTarget(d, false) is null && DateOnly.TryParseExact(Path.GetFileName(d), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            .Select(d => DateOnly.ParseExact(Path.GetFileName(d), "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        var open = folders.Where(d => d >= today || d == folders.Max() || (d.AddDays(1) == today && now.TimeOfDay < TimeSpan.FromMinutes(10)) || tree.Open.Contains(d)).ToHashSet();
        var frames = folders.SelectMany(d => FramesOf(tree, d)).ToList();
        var leaving = new HashSet<string>(StringComparer.Ordinal);
        var rules = options.Rules.Append(new RetentionRuleOptions { Cameras = "*", KeepDays = options.KeepDays, KeepGib = options.KeepGib }).ToList();
        foreach (var rule in rules)
        {
            var mine = frames.Where(f => rules.First(r => Regex.IsMatch(f.Label, CameraPatternTests.AsRegex(r.Cameras), RegexOptions.NonBacktracking | RegexOptions.Singleline)) == rule)
                .OrderBy(f => f.Time).ThenBy(f => Convert.ToHexString(Encoding.UTF8.GetBytes(f.Label)), StringComparer.Ordinal).ThenBy(f => f.Format).ToList();
            foreach (var frame in mine.Where(f => !open.Contains(f.Day) && rule.KeepDays is { } days && f.Day < today.AddDays(-days)))
                leaving.Add(frame.Name);
            foreach (var frame in mine.Where(f => !open.Contains(f.Day)))
            {
                if (mine.Where(f => !leaving.Contains(f.Name)).Sum(f => f.Size) > rule.KeepGib * (1L << 30))
                    leaving.Add(frame.Name);
            }
        }

        return leaving;
    }

    private static IEnumerable<(string Name, DateOnly Day, string Label, DateTime Time, int Format, long Size)> FramesOf(FrameTree tree, DateOnly day)
    {
        foreach (var file in new DirectoryInfo(tree[day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]).GetFiles())
        {
            var match = Name().Match(file.Name);
            if (file.LinkTarget is null && match.Success && match.Groups["day"].Value == file.Directory!.Name)
            {
                var time = DateTime.ParseExact(match.Groups["day"].Value + match.Groups["time"].Value, "yyyy-MM-ddTHH.mm.ss.ffffff", CultureInfo.InvariantCulture);
                var format = Array.IndexOf(["jpg", "png", "npy"], match.Groups["format"].Value);
                yield return ($"{file.Directory.Name}/{file.Name}", day, match.Groups["label"].Value, time, format, file.Length);
            }
        }
    }

    [GeneratedRegex(@"^(?<label>[^ ]*)-(?<day>\d{4}-\d\d-\d\d)(?<time>T\d\d\.\d\d\.\d\d\.\d{6})\.(?<format>jpg|png|npy)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
