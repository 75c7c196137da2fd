namespace Catchment.Tags.Mappings;

/// <summary>Binds an id to a key and the attributes of a protocol. Source: <c>tags</c> 5.</summary>
public abstract record Mapping
{
    /// <summary>Its id: any text that is not empty.</summary>
    public required string Id { get; init; }

    /// <summary>The point's key; it need not be registered.</summary>
    public required string Key { get; init; }

    /// <summary>What a person said of it.</summary>
    public string Description { get; init; } = "";

    /// <summary>What no other mapping of its protocol may have.</summary>
    internal virtual IEnumerable<MappingPlace> Places => [];
}
