namespace Catchment.Cameras.Retention;

/// <summary>What becomes of a medium if frames go on coming as they did.</summary>
public enum DiskOutlook
{
    /// <summary>There is no complete day yet to judge by, or the medium cannot be asked.</summary>
    Unknown,

    /// <summary>Frames are refused already.</summary>
    Full,

    /// <summary>It fills up, on a day that is told.</summary>
    Fills,

    /// <summary>Retention frees as much as comes before it is full.</summary>
    Held,

    /// <summary>It does not fill up in ten years.</summary>
    Ample,
}
