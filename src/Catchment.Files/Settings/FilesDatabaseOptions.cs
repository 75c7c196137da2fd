using Catchment.Core.Configuration;
using Catchment.Core.Databases;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.database</c>. Source: <c>files</c> 2.2.</summary>
public sealed record FilesDatabaseOptions
{
    /// <summary>Where the tables are.</summary>
    [Setting("engine", Description = "URL of the database with the tables.", Required = true, Example = "postgresql://tester@localhost:5432/test")]
    public DatabaseUrl? Engine { get; init; }

    /// <summary>The tables by what they hold; nodes, as a table may be written in two ways.</summary>
    [Setting("tablenames", Description = "The tables: file and event, each with table and, if it is not the default, schema; further ones have to be there. A flat {schema: s, table: t} is the table of files.", Required = true)]
    public IReadOnlyDictionary<string, ConfigurationNode> TableNames { get; init; } = new Dictionary<string, ConfigurationNode>(StringComparer.Ordinal);

    /// <summary>Statements are logged.</summary>
    [Setting("echo", Description = "Every SQL statement is logged.")]
    public bool Echo { get; init; }

    /// <summary>SQLAlchemy's pool.</summary>
    [Setting("pool_class", Description = "A pool of SQLAlchemy; with NullPool no connection is used again, the others make no difference.")]
    public string PoolClass { get; init; } = "QueuePool";
}
