namespace Catchment.Cameras.Retention;

/// <summary>Adds up what leaves in one round, and what is in the way.</summary>
/// <param name="rules">The rules' names.</param>
/// <param name="metrics">The node's numbers, when there are any.</param>
/// <param name="progress">Told now and then.</param>
/// <param name="plannedBytes">Bytes that are to leave.</param>
internal sealed class RetentionTally(RetentionRules rules, RetentionMetrics? metrics, IProgress<RetentionProgress>? progress, long plannedBytes)
{
    private const int FilesBetweenReports = 100;

    private readonly List<RetentionLine> _lines = [];
    private readonly Dictionary<(string? Camera, int Rule, RetentionReason Reason, bool Archived), (long Files, long Bytes)> _day = [];
    private readonly Dictionary<RetentionTrouble, string> _troubles = [];
    private long _files;
    private long _bytes;

    /// <summary>What was wrong: the first message of each kind.</summary>
    internal IReadOnlyDictionary<RetentionTrouble, string> Troubles => _troubles;

    /// <summary>What left, of the days that have ended.</summary>
    internal IReadOnlyList<RetentionLine> Lines => _lines;

    /// <summary>A frame left.</summary>
    internal void Left(CameraLabel label, RetentionReason reason, bool archived, long bytes)
    {
        metrics?.Left(reason, archived, bytes);
        _files++;
        _bytes += bytes;
        var key = (Camera: (string?)label.Text, label.Rule, reason, archived);
        if (_day.Count >= ImagesScanner.MostCameras && !_day.ContainsKey(key))
            key.Camera = null;
        var (files, sum) = _day.GetValueOrDefault(key);
        _day[key] = (files + 1, sum + bytes);
        if (_files % FilesBetweenReports == 0)
            Report();
    }

    /// <summary>Something was in the way.</summary>
    internal void Failed(RetentionTrouble trouble, string message)
    {
        metrics?.Failed(trouble);
        _troubles.TryAdd(trouble, message);
    }

    /// <summary>A day is through.</summary>
    internal void EndDay(DateOnly day)
    {
        var lines = _day.Select(d => new RetentionLine(
            day,
            d.Key.Camera,
            rules.All[d.Key.Rule].Name,
            d.Key.Reason,
            d.Key.Archived ? rules.All[d.Key.Rule].ArchiveTo : null,
            d.Value.Files,
            d.Value.Bytes));
        _lines.AddRange(lines.OrderBy(l => l.Camera is null).ThenBy(l => l.Camera, StringComparer.Ordinal));
        _day.Clear();
        Report();
    }

    private void Report() => progress?.Report(new RetentionProgress(_files, _bytes, plannedBytes));
}
