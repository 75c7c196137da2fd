using Catchment.Cameras.Hub;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Retention;

/// <summary>
/// Looks through <c>images</c>, lets leave what the rules say, and forecasts the disk: a round of the service, or one by hand. Remembers
/// from round to round what lies in folders that do not change. For one thread at a time.
/// </summary>
public sealed class RetentionRounds
{
    /// <summary>Held, in the hub's state folder, by whoever does a round.</summary>
    internal const string LockFile = "retention.lock";

    private const int ClaimAttempts = 5;
    private static readonly TimeSpan ClaimPause = TimeSpan.FromMilliseconds(20);

    private readonly HubSettings _settings;
    private readonly IRetentionListener _listener;
    private readonly DiskForecaster _forecaster;
    private readonly Func<DateOnly, bool> _isOpen;
    private readonly TimeProvider _time;
    private readonly RetentionMetrics? _metrics;
    private readonly string _images;
    private readonly ImagesScanner _scanner;

    /// <summary>Makes it; nothing is looked at.</summary>
    /// <param name="settings">The hub's settings.</param>
    /// <param name="listener">Told what leaves.</param>
    /// <param name="forecaster">Given each round's forecast.</param>
    /// <param name="isOpen">Names days, beside those of the clock, from which nothing may leave.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">The node's numbers; null: there is no node.</param>
    public RetentionRounds(
        HubSettings settings, IRetentionListener listener, DiskForecaster forecaster, Func<DateOnly, bool> isOpen, TimeProvider time, RetentionMetrics? metrics)
    {
        (_settings, _listener, _forecaster, _isOpen, _time, _metrics) = (settings, listener, forecaster, isOpen, time, metrics);
        _images = HubFolders.Images(settings);
        _scanner = new ImagesScanner(_images, settings.Retention, time);
    }

    /// <summary>Does a round, and makes the forecast.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stop">Ends it between two frames; what has left is told, and the report says so.</param>
    /// <exception cref="StateFolderException">Another process does a round just now; it is named. Or the state folder cannot be used.</exception>
    public RetentionReport Run(IProgress<RetentionProgress>? progress, CancellationToken stop)
    {
        using var claim = _settings.Retention.Ends && Directory.Exists(_images) ? Claim() : null;
        return Run(isRehearsal: false, progress, stop);
    }

    /// <summary>Finds out what a round would do; touches nothing. Also makes the forecast.</summary>
    /// <param name="stop">Ends it.</param>
    public RetentionReport Rehearse(CancellationToken stop) => Run(isRehearsal: true, null, stop);

    private RetentionReport Run(bool isRehearsal, IProgress<RetentionProgress>? progress, CancellationToken stop)
    {
        var began = _time.GetTimestamp();
        var summary = ImagesSummary.Nothing;
        var tally = new RetentionTally(_settings.Retention, null, null, 0);
        var isStopped = false;
        try
        {
            summary = _scanner.Scan(stop);
            _metrics?.Looked(summary.Days.Sum(d => d.Files), summary.Days.Sum(d => d.Bytes));
            var plan = Plan(summary);
            tally = new RetentionTally(_settings.Retention, isRehearsal ? null : _metrics, progress, plan.Bytes);
            foreach (var trouble in summary.Troubles)
                tally.Failed(RetentionTrouble.Read, trouble);
            if (plan.Days.Count > 0)
                CarryOut(plan, tally, isRehearsal, stop);
            if (tally.Lines.Count > 0 && !isRehearsal)
                summary = _scanner.Scan(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            isStopped = true;
        }
        catch (ListenerException e)
        {
            tally.Failed(RetentionTrouble.Catalog, $"Frames stay, because the catalog cannot be told: {e.Message}");
        }

        if (!isStopped)
            Forecast(summary, tally);
        var took = _time.GetElapsedTime(began);
        _metrics?.Round(took, summary.Days.Sum(d => d.Bytes));
        return new RetentionReport { Lines = tally.Lines, Troubles = tally.Troubles, IsRehearsal = isRehearsal, IsStopped = isStopped, Took = took };
    }

    private void CarryOut(RetentionPlan plan, RetentionTally tally, bool isRehearsal, CancellationToken stop)
    {
        using var images = FolderHandle.Open(_images);
        if (images is null)
            return;
        var pace = new RemovalPace(_settings.Options.Retention.Pace, _time);
        using var removal = new FrameRemoval(images, _settings.Retention, _listener, tally, pace, isRehearsal);
        for (var i = 0; i < plan.Days.Count; i++)
        {
            var day = plan.Days[i];
            if (i > 0 && !isRehearsal)
            {
                // A long round is overtaken by what comes and goes meanwhile: how much of a day has to leave is found out anew.
                if (day.Orders.Any(o => o.Part is not null))
                    day = Plan(_scanner.Scan(stop)).Days.FirstOrDefault(d => d.Day == day.Day);
                if (day is null || _isOpen(day.Day))
                    continue;
            }

            removal.CarryOut(day, stop);
        }
    }

    private RetentionPlan Plan(ImagesSummary summary) =>
        RetentionPlanner.Plan(summary.Days, _settings.Retention, new OpenDays(_time.GetLocalNow().DateTime, summary.Newest, _isOpen));

    private void Forecast(ImagesSummary summary, RetentionTally tally)
    {
        try
        {
            var folder = Directory.Exists(_images) ? _images : _settings.DataDirectory;
            if (!Directory.Exists(folder))
                return;
            var guard = new FreeSpaceGuard(folder, _settings.Options.FreeSpaceLow?.Bytes, _settings.Options.FreeSpaceHigh?.Bytes);
            var medium = new MediumSpace(new DriveInfo(folder).TotalSize, guard.Free, guard.Low);
            _forecaster.Update(summary.Days, _settings.Retention, medium, _time.GetLocalNow().DateTime, FreesSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tally.Failed(RetentionTrouble.Read, e.Message);
        }
    }

    /// <summary>An archive on the frames' own medium frees nothing.</summary>
    private bool FreesSpace(RetentionRule rule)
    {
        if (rule.ArchiveTo is null)
            return true;
        try
        {
            using var archive = FolderHandle.Open(rule.ArchiveTo);
            using var images = FolderHandle.Open(_images);
            return archive is not null && images is not null && archive.Facts().Device != images.Facts().Device;
        }
        catch (StorageException)
        {
            return false; // An archive that is away takes nothing; rounds that want to move something there tell it.
        }
    }

    private FileLock Claim()
    {
        var folder = StateFolder.Make(_settings.StateDirectory);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return FileLock.Take(Path.Combine(folder, LockFile), holder => $"Retention is under way in {holder}. Wait for its end, or stop it first.");
            }
            catch (StateFolderException) when (attempt < ClaimAttempts)
            {
                Thread.Sleep(ClaimPause); // The catalog looks in for a moment, too.
            }
        }
    }
}
