using System.Globalization;

namespace Catchment.Cameras.Hub;

/// <summary>Notices silence: when no message came for <c>patience</c> minutes a line is due, and the clock starts again.</summary>
/// <remarks>Source: the camera specification, 3.4.</remarks>
public sealed class PatienceWatch
{
    private readonly TimeProvider _time;
    private readonly double _minutes;
    private long _last;

    /// <summary>Starts the clock.</summary>
    /// <param name="minutes">The patience.</param>
    /// <param name="time">The clock.</param>
    public PatienceWatch(double minutes, TimeProvider time)
    {
        _minutes = minutes;
        _time = time;
        Touch();
    }

    /// <summary>How often to look: a tenth of the patience.</summary>
    public TimeSpan Interval => TimeSpan.FromMinutes(_minutes / 10);

    /// <summary>A message came.</summary>
    public void Touch() => Volatile.Write(ref _last, _time.GetTimestamp());

    /// <summary>The line to log, when one is due.</summary>
    public string? Check()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _last)) < TimeSpan.FromMinutes(_minutes))
            return null;
        Touch();
        return string.Create(CultureInfo.InvariantCulture, $"No messages received for {_minutes} minutes.");
    }
}
