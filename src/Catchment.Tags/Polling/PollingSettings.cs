namespace Catchment.Tags.Polling;

/// <summary>Where the polling service is, and how it is asked. Source: <c>tags</c> 9.3.</summary>
public sealed record PollingSettings
{
    /// <summary>Its address; requests go to paths below it.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Between two pulls of virtual tags.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two tries while it is away.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a pull may take.</summary>
    public TimeSpan PullTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a write-back may take.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest answer, in bytes.</summary>
    public int MaxAnswerBytes { get; init; } = 16 << 20;
}
