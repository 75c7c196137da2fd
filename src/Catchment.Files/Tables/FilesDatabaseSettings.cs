using Catchment.Core.Databases;

namespace Catchment.Files.Tables;

/// <summary>The database of a component, from its section <c>database</c>. Source: <c>files</c> 2.2.</summary>
public sealed record FilesDatabaseSettings
{
    /// <summary>Where the tables are.</summary>
    public required DatabaseUrl Url { get; init; }

    /// <summary>The files table.</summary>
    public required TableName Files { get; init; }

    /// <summary>The events table; null: the component has none.</summary>
    public TableName? Events { get; init; }

    /// <summary>Further tables that the configuration names; they have to be there, and are not used.</summary>
    public IReadOnlyList<TableName> Others { get; init; } = [];

    /// <summary>Every statement is logged.</summary>
    public bool Echo { get; init; }

    /// <summary>Connections are not used again (<c>pool_class: NullPool</c>).</summary>
    public bool IsUnpooled { get; init; }
}
