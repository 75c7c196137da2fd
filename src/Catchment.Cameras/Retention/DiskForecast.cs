namespace Catchment.Cameras.Retention;

/// <summary>How full the medium of the frames is, and when it will be full.</summary>
public sealed record DiskForecast
{
    /// <summary>When this was found out, local time.</summary>
    public required DateTime Made { get; init; }

    /// <summary>Size of the medium in bytes.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Bytes free for this user.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>Below so many free bytes frames are refused.</summary>
    public required long LowBytes { get; init; }

    /// <summary>Bytes of all frames in <c>images</c>.</summary>
    public required long FrameBytes { get; init; }

    /// <summary>Frames in <c>images</c>.</summary>
    public required long Frames { get; init; }

    /// <summary>
    /// Bytes of frames that come in a day: the sum over the rules of the median of the last complete days that have frames, at most seven. The median, because one odd
    /// day (a camera off, a day that retention took a part of) should not move it. Null: there is no complete day.
    /// </summary>
    public required long? BytesPerDay { get; init; }

    /// <summary>The outlook.</summary>
    public required DiskOutlook Outlook { get; init; }

    /// <summary>Days until frames are refused; null unless <see cref="Outlook"/> is <see cref="DiskOutlook.Fills"/>.</summary>
    public required double? DaysLeft { get; init; }

    /// <summary>All of it in one sentence for a person.</summary>
    public required string Text { get; init; }
}
