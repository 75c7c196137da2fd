namespace Catchment.Core.Storage;

/// <summary>A name was moved into a folder.</summary>
/// <param name="watch">The folder's number, from <see cref="ArrivalWatch.Add"/>.</param>
/// <param name="name">The name; valid during the call.</param>
public delegate void NameArrived(int watch, ReadOnlySpan<byte> name);
