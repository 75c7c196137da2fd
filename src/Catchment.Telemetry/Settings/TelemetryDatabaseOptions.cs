using Catchment.Core.Configuration;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Settings;

/// <summary>The key <c>telemetry.database</c>. Source: <c>telemetry</c> 3, 12 (D4, D5).</summary>
public sealed record TelemetryDatabaseOptions
{
    /// <summary>The whole address in one; null: host, port, user, database.</summary>
    [Setting("url", Description = "The database in one URL, which goes before the other keys: sqlite:///relative/file.db, sqlite:////absolute/file.db or postgresql://user@host:port/database.", Example = "sqlite:///xtelem.db")]
    public DatabaseUrl? Url { get; init; }

    /// <summary>Host name or address of the PostgreSQL server, or the folder of its Unix socket.</summary>
    [Setting("host", Description = "Host of the PostgreSQL server.")]
    public string Host { get; init; } = "localhost";

    /// <summary>The role.</summary>
    [Setting("user", Description = "Role to log in as.")]
    public string User { get; init; } = "xtelem";

    /// <summary>The port; null: the environment's PGPORT, or 5432.</summary>
    [Setting("port", Description = "Port of the PostgreSQL server; null for the environment's PGPORT, or 5432.", Min = 1, Max = 65535, DefaultText = "5432")]
    public int? Port { get; init; }

    /// <summary>The database's name.</summary>
    [Setting("database", Description = "Name of the database.")]
    public string Database { get; init; } = "xtelem";

    /// <summary>The file that holds the role's password.</summary>
    [Setting("password_file", Description = "File that holds the role's password; the environment's XTELEMDB_PASSWORD goes before it, PGPASSWORD and ~/.pgpass are looked at after it.")]
    public string PasswordFile { get; init; } = "/opt/MagAOX/secrets/xtelemdb_password";
}
