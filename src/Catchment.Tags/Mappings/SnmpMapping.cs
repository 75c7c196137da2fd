namespace Catchment.Tags.Mappings;

/// <summary>A point's object. Source: <c>tags</c> 5.4.</summary>
public sealed record SnmpMapping : Mapping
{
    /// <summary>Its OID, dotted numbers.</summary>
    public required string Oid { get; init; }

    /// <summary>Its syntax, as it was sent.</summary>
    public string Syntax { get; init; } = "Gauge32";

    /// <summary><c>read-only</c> or <c>read-write</c>.</summary>
    public string Access { get; init; } = "read-only";

    /// <summary>One more arc; null: none.</summary>
    public long? Index { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<MappingPlace> Places => [new(0, SnmpForm.Name(this))];
}
