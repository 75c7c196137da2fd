namespace Catchment.Tags.Store;

/// <summary>What is registered of a point. Source: <c>tags</c> 2.1, 2.4, 2.5.</summary>
public sealed record PointDefinition
{
    /// <summary>Its key: not empty, without control characters.</summary>
    public required string Key { get; init; }

    /// <summary>Its id: 32 hexadecimal digits on the wire.</summary>
    public required Guid Id { get; init; }

    /// <summary>The type as it was given.</summary>
    public required string DataType { get; init; }

    /// <summary>The initial value, and the value after a failed conversion; as it was given.</summary>
    public TagValue Default { get; init; }

    /// <summary>The unit, as text.</summary>
    public string Units { get; init; } = "";

    /// <summary>The address; null: none.</summary>
    public long? Address { get; init; }

    /// <summary>Another key has taken the address over: it stands here still, and leads to the other point. Source: <c>tags</c> 2.4.</summary>
    public bool IsAddressTaken { get; init; }

    /// <summary>The range of its number; null: any.</summary>
    public TagLimits? Limits { get; init; }

    /// <summary>It was registered by its first write, and takes what an explicit registration says.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>How it converts what is written.</summary>
    public TagType Type => TagCoercion.TypeOf(DataType);
}
