namespace Catchment.Cameras.Watcher.Recording;

/// <summary>An event that was under way, as noted in the state folder.</summary>
/// <param name="Day">Its day, <c>YYYY-MM-DD</c>.</param>
/// <param name="Id">Its id.</param>
internal sealed record OpenEventNote(string Day, string Id);
