namespace Catchment.Tags.Store;

/// <summary>The addresses that a type's points get. Source: <c>tags</c> 2.4.</summary>
/// <param name="DataType">The type.</param>
/// <param name="First">The first address.</param>
/// <param name="Last">The last address.</param>
/// <param name="Next">Where the search for the next free one begins.</param>
public readonly record struct AddressRange(string DataType, int First, int Last, int Next);
