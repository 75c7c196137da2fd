namespace Catchment.Tags.Store;

/// <summary>A wish to register a point. Source: <c>tags</c> 4.2.</summary>
public sealed record PointRegistration
{
    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>The type.</summary>
    public string DataType { get; init; } = "float";

    /// <summary>The initial value.</summary>
    public TagValue Default { get; init; } = TagValue.Of(0L);

    /// <summary>The unit.</summary>
    public string Units { get; init; } = "";

    /// <summary>The address wanted; null: the one that it has, or the next free one.</summary>
    public long? Address { get; init; }

    /// <summary>The range of its number; null: any, or the one that it has.</summary>
    public TagLimits? Limits { get; init; }

    /// <summary>An address of another key is taken over.</summary>
    public bool AllowsAddressConflict { get; init; }
}
