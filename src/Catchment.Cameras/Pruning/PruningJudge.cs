using Catchment.Cameras.Events;

namespace Catchment.Cameras.Pruning;

/// <summary>Decides about one event by its profile.</summary>
/// <param name="files">Where its tracking sets are read.</param>
/// <remarks>
/// Source: the camera specification, 11. Its rule 5 is not here: it asks for an age of at most half of <c>retention_days</c> after rule 2
/// has kept everything up to all of them, so it never decides.
/// </remarks>
internal sealed class PruningJudge(IEventFiles files)
{
    /// <summary>Rows whose class name could not be read, so that they counted for nothing.</summary>
    internal long OddRows { get; private set; }

    /// <summary>Decides.</summary>
    /// <param name="key">The event.</param>
    /// <param name="types">Types of the tracking sets that the index lists of it.</param>
    /// <param name="profile">Its node's profile.</param>
    /// <param name="age">Days from its day to the run date.</param>
    /// <returns>Why it stays, or <see cref="PruningReason.Deleted"/>.</returns>
    /// <exception cref="IOException">A tracking set is there but cannot be read.</exception>
    internal PruningReason Decide(EventKey key, IReadOnlySet<string> types, PruningProfileOptions profile, int age)
    {
        if (profile.Strategy == PruningStrategy.NeverDelete)
            return PruningReason.NeverDelete;
        if (age <= profile.RetentionDays)
            return PruningReason.Young;
        if (types.Contains(SeenSpeed.Type) && ByVehicles(key, profile, age) is { } vehicles)
            return vehicles;
        return types.Contains(SeenFace.Type) && ByFaces(key, profile) is { } faces ? faces : PruningReason.Deleted;
    }

    private PruningReason? ByVehicles(EventKey key, PruningProfileOptions profile, int age)
    {
        var rows = RowsOf(key, SeenSpeed.Type);
        if (rows.Count == 0)
            return null;
        if (rows.Any(r => SeenSpeed.Read(r.ClassName) > profile.SpeedCutoff))
            return PruningReason.Fast;
        return age <= profile.ExtendedDays ? PruningReason.Extended : null;
    }

    private PruningReason? ByFaces(EventKey key, PruningProfileOptions profile)
    {
        var isSure = false;
        foreach (var row in RowsOf(key, SeenFace.Type))
        {
            if (!SeenFace.TryRead(row.ClassName, out var face))
                OddRows++;
            else if (face.IsUsable)
                return PruningReason.UsableFace;
            else
                isSure |= face.Confidence > profile.ConfidenceThreshold;
        }

        return isSure ? PruningReason.SureRecognition : null;
    }

    private IReadOnlyList<TrackingRow> RowsOf(EventKey key, string type)
    {
        var set = files.ReadSet(key, type);
        OddRows += set?.LeftOut ?? 0;
        return set?.Rows ?? [];
    }
}
