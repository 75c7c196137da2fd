namespace Catchment.Cameras.Watcher;

/// <summary>What every outpost sent last; kept in memory.</summary>
public interface IOutpostBoard
{
    /// <summary>
    /// The live feed's topic of outposts' newest pictures, at most one a second for each view: the key is <c>node view</c>, the payload an
    /// <see cref="OutpostTile"/>.
    /// </summary>
    const string PictureTopic = "outpost";

    /// <summary>The live feed's topic of recorded events that began, changed, ended or were deleted: the key is the event's id, the payload an <see cref="EventNews"/>.</summary>
    const string EventTopic = "recording";

    /// <summary>All views of all outposts, by node and view.</summary>
    IReadOnlyList<OutpostTile> Tiles();

    /// <summary>The newest picture of a view.</summary>
    /// <returns>A JPEG's bytes; null when there is none yet.</returns>
    byte[]? NewestPicture(string node, string view);
}
