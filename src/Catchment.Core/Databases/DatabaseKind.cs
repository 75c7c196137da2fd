namespace Catchment.Core.Databases;

/// <summary>The database systems that Catchment keeps its tables in.</summary>
public enum DatabaseKind
{
    /// <summary>An SQLite file on this machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, 13 or newer.</summary>
    PostgreSql,
}
