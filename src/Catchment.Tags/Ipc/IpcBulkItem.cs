namespace Catchment.Tags.Ipc;

/// <summary>One update of a list.</summary>
/// <param name="Name">Its key or id, where it stands in the list.</param>
/// <param name="Error">Why it cannot be written; null: it can.</param>
internal readonly record struct IpcBulkItem(IpcSlice Name, string? Error);
