namespace Catchment.Cameras.Watcher;

/// <summary>A task that an outpost wants done with an event of its.</summary>
/// <param name="Name">The task.</param>
/// <param name="Priority">A JSON number, as the outpost wrote it.</param>
public sealed record EndedTask(string Name, string Priority);
