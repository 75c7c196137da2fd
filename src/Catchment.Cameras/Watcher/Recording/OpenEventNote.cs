namespace Catchment.Cameras.Watcher.Recording;

/// <summary>An event that was under way, as noted in the state folder.</summary>
/// <param name="Day">Its day, <c>YYYY-MM-DD</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Node">Once its outpost said that it ended: the outpost.</param>
/// <param name="View">Likewise: its view.</param>
/// <param name="Tasks">Likewise: what is to be done with it.</param>
internal sealed record OpenEventNote(string Day, string Id, string? Node = null, string? View = null, EndedTask[]? Tasks = null);
