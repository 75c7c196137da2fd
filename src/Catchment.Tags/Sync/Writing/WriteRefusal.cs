namespace Catchment.Tags.Sync.Writing;

/// <summary>A value that the gateway answered with an error.</summary>
/// <param name="Index">Which one.</param>
/// <param name="Error">Its text.</param>
public readonly record struct WriteRefusal(int Index, string Error);
