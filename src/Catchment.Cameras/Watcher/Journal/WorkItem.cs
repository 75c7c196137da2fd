namespace Catchment.Cameras.Watcher.Journal;

/// <summary>One piece of work in a <see cref="WorkJournal"/>.</summary>
/// <param name="Number">Its number; later work has a higher one.</param>
/// <param name="Text">What is to be done: one line.</param>
/// <param name="HasBegun">It was begun, perhaps by a process that was killed over it.</param>
internal sealed record WorkItem(long Number, string Text, bool HasBegun);
