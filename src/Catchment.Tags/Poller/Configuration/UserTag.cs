using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>A value that users set. Source: <c>tags</c> 9.3, 10.</summary>
public sealed record UserTag
{
    /// <summary>Its id, the member of <c>USER_TAGS</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name and its key in the store.</summary>
    public required string Name { get; init; }

    /// <summary><c>Analog</c> or <c>Discrete</c>, as it is written.</summary>
    public string DataType { get; init; } = "Analog";

    /// <summary>What it begins with.</summary>
    public TagValue DefaultValue { get; init; } = TagValue.Of(0L);

    /// <summary><c>Read/Write</c> or <c>Read Only</c>, as it is written.</summary>
    public string ReadWrite { get; init; } = "Read/Write";

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its unit; null: none is told.</summary>
    public string? Units { get; init; }
}
