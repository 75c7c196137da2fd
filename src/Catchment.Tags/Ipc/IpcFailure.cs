namespace Catchment.Tags.Ipc;

/// <summary>One value of a bulk write that was not written.</summary>
/// <param name="Index">Its place in the list.</param>
/// <param name="Error">Why, in the words of the server.</param>
public readonly record struct IpcFailure(int Index, string Error);
