namespace Catchment.Cameras.Catalog;

/// <summary>What every camera sent last; kept in memory, so that it is there while the database is away.</summary>
public interface ICameraBoard
{
    /// <summary>The live feed's topic of newest frames: the key is the camera's label, the payload a <see cref="FrameEntry"/>.</summary>
    const string FrameTopic = "frame";

    /// <summary>The live feed's topic of event messages: each has a key of its own, the payload is an <see cref="EventEntry"/>.</summary>
    const string EventTopic = "event";

    /// <summary>
    /// The live feed's topic of days whose list has changed by what was found in the files: the key is the day, the payload the
    /// <see cref="DateOnly"/>.
    /// </summary>
    const string DayTopic = "day";

    /// <summary>All cameras, by label.</summary>
    IReadOnlyList<CameraTile> Tiles();
}
