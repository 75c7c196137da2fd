namespace Catchment.Core.Storage;

/// <summary>Something happened in a folder.</summary>
/// <param name="watch">The folder's number, from <see cref="FolderWatch.Add"/>; negative with <see cref="FolderChange.Lost"/>.</param>
/// <param name="change">What.</param>
/// <param name="name">To which name; valid during the call. Empty: to none.</param>
public delegate void FolderChanged(int watch, FolderChange change, ReadOnlySpan<byte> name);
