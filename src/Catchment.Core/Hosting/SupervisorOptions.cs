namespace Catchment.Core.Hosting;

/// <summary>The times of a <see cref="Supervisor"/>.</summary>
public sealed record SupervisorOptions
{
    /// <summary>The pause after a first crash; it doubles with every further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this long a time in work, the next crash counts as a first one again.</summary>
    public TimeSpan SettledAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long all services together may take to drain.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause before the next start.</summary>
    /// <param name="crashes">Crashes in a row, the last one included; 1 or more.</param>
    public TimeSpan PauseAfter(int crashes)
    {
        // 2^40 first pauses are past any longest pause; the exponent is kept from overflowing.
        double seconds = FirstPause.TotalSeconds * Math.Pow(2, Math.Min(crashes - 1, 40));
        return seconds < LongestPause.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestPause;
    }
}
