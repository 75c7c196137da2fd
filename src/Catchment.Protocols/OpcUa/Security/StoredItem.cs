namespace Catchment.Protocols.OpcUa.Security;

/// <summary>Something out of a folder.</summary>
/// <param name="Item">What it is.</param>
/// <param name="File">The file that holds it, maybe beside others.</param>
internal readonly record struct StoredItem<T>(T Item, string File);
