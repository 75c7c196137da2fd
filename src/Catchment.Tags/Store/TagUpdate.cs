namespace Catchment.Tags.Store;

/// <summary>One of many values to write.</summary>
/// <param name="Point">The point; null: none has the key.</param>
/// <param name="Key">The key; null where the point is known.</param>
/// <param name="Write">The value.</param>
public readonly record struct TagUpdate(DataPoint? Point, string? Key, TagWrite Write);
