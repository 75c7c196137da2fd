using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>What was told last of a tag, and what it is like now.</summary>
/// <param name="row">Its row in the table of tags.</param>
/// <param name="limits">Limits of the settings; null: the point's own.</param>
internal sealed class WatchedTag(int row, SnmpLimitOptions? limits)
{
    /// <summary>Its row in the table of tags.</summary>
    internal int Row { get; } = row;

    /// <summary>The quality that was told last, or that it had when watching began.</summary>
    internal TagQuality Quality { get; private set; }

    /// <summary>Where its value stood to its limits when that was told last.</summary>
    internal LimitSide Side { get; private set; }

    /// <summary>It waits for its turn.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>When its quality was told last; null: never.</summary>
    internal long? QualityTold { get; private set; }

    /// <summary>When its limits were told last; null: never.</summary>
    internal long? SideTold { get; private set; }

    /// <summary>That it was doubtful when watching began was told nobody, so neither is that it is good then.</summary>
    private bool _isQuiet;

    /// <summary>Takes what there is without telling it.</summary>
    internal void Begin(DataPoint? point)
    {
        if (point is null)
            return;
        var state = point.Read();
        (Quality, _isQuiet) = (state.Quality, state.Quality == TagQuality.Uncertain);
        Side = SideOf(point, state);
    }

    /// <summary>Whether a quality is to be told.</summary>
    internal bool IsNews(TagQuality quality)
    {
        if (_isQuiet && quality == TagQuality.Good)
            (Quality, _isQuiet) = (quality, false);
        return quality != Quality;
    }

    /// <summary>A quality is told.</summary>
    internal void Told(TagQuality quality, long now) => (Quality, _isQuiet, QualityTold) = (quality, false, now);

    /// <summary>A side is told.</summary>
    internal void Told(LimitSide side, long now) => (Side, SideTold) = (side, now);

    /// <summary>Where a value stands to the limits. One that was beyond has to come back by the hysteresis; one that is none, or is not good for anything, stays where it was.</summary>
    internal LimitSide SideOf(DataPoint point, in PointState state)
    {
        if (state.Quality == TagQuality.Bad || !state.Value.TryGetNumber(out var number) || !double.IsFinite(number))
            return Side;
        if (limits is not null)
        {
            var (low, high) = (limits.Low + (Side == LimitSide.Low ? limits.Hysteresis : 0), limits.High - (Side == LimitSide.High ? limits.Hysteresis : 0));
            return number > high ? LimitSide.High : number < low ? LimitSide.Low : LimitSide.Within;
        }

        // What lies beyond limits that move values stands at them.
        return point.Definition.Limits is not { } own ? LimitSide.Within
            : number > own.High || (own.IsClamped && number >= own.High) ? LimitSide.High
            : number < own.Low || (own.IsClamped && number <= own.Low) ? LimitSide.Low
            : LimitSide.Within;
    }

    /// <summary>The limit of a side.</summary>
    internal double? LimitOf(DataPoint point, LimitSide side) => side == LimitSide.Low ? limits is null ? point.Definition.Limits?.Low : limits.Low : limits is null ? point.Definition.Limits?.High : limits.High;
}
