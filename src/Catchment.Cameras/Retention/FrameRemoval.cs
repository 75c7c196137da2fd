using Catchment.Core.Storage;

namespace Catchment.Cameras.Retention;

/// <summary>Carries out a plan: one day after another, the oldest frame first. Only regular files with a frame's name of the folder's own date are touched.</summary>
/// <param name="images">The folder <c>images</c>.</param>
/// <param name="rules">The rules of the plan.</param>
/// <param name="listener">Told what leaves.</param>
/// <param name="tally">Adds up.</param>
/// <param name="pace">Slows down.</param>
/// <param name="isRehearsal">Nothing is touched and nobody told; what would leave is added up.</param>
internal sealed class FrameRemoval(
    FolderHandle images, RetentionRules rules, IRetentionListener listener, RetentionTally tally, RemovalPace pace, bool isRehearsal) : IDisposable
{
    private readonly CameraLabels _labels = new(rules);
    private readonly Dictionary<string, FrameArchive> _archives = new(StringComparer.Ordinal);

    /// <summary>Carries out one day's part of a plan. A folder that is empty afterwards goes.</summary>
    /// <param name="plan">What leaves.</param>
    /// <param name="stop">Ends it between two frames; what has left is told.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="ListenerException">The listener could not be told.</exception>
    internal void CarryOut(DayPlan plan, CancellationToken stop)
    {
        var name = ParsedFrameName.NameOf(plan.Day);
        try
        {
            using var folder = images.OpenFolder(name);
            if (folder is null)
                return;
            if (plan.Orders.Count > 0)
                Empty(plan, folder, stop);
        }
        catch (StorageException e)
        {
            tally.Failed(RetentionTrouble.Read, e.Message);
        }
        finally
        {
            tally.EndDay(plan.Day);
        }

        if (!isRehearsal)
            RemoveIfEmpty(name);
    }

    public void Dispose()
    {
        foreach (var archive in _archives.Values)
            archive.Dispose();
    }

    private void Empty(DayPlan plan, FolderHandle folder, CancellationToken stop)
    {
        var day = new DayRemoval(plan, folder, rules, _labels, tally, pace);
        foreach (var path in plan.Orders.Select(o => rules.All[o.Rule].ArchiveTo).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (!_archives.TryGetValue(path, out var archive))
                _archives.Add(path, archive = new FrameArchive(path));
            if (isRehearsal)
                archive.Open();
            else
                archive.Begin(plan.Day, folder);
            day.Use(path, archive);
        }

        if (isRehearsal)
        {
            day.Rehearse(stop);
        }
        else if (day.HasWork)
        {
            var batch = new RetiredBatch(listener, plan.Day);
            batch.Begin();
            day.CarryOut(batch, stop);
        }
    }

    private void RemoveIfEmpty(byte[] name)
    {
        try
        {
            images.DeleteEmptyFolder(name);
        }
        catch (StorageException e)
        {
            tally.Failed(RetentionTrouble.Remove, e.Message);
        }
    }
}
