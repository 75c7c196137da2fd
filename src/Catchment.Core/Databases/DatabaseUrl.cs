using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Databases;

/// <summary>
/// Where a database is, in the spelling of SQLAlchemy and libpq: <c>sqlite:///relative.db</c>, <c>sqlite:////absolute.db</c>,
/// <c>postgresql://user:password@host:port/database?sslmode=require</c>; the names of Python's drivers
/// (<c>postgresql+psycopg2://</c>) are taken and not looked at. Two are equal when they lead to the same place in the same way.
/// Source: <c>files</c> 2.6.
/// </summary>
public sealed record DatabaseUrl
{
    /// <summary>The schemes that may be written.</summary>
    internal const string Allowed = "sqlite:///relative/file.db, sqlite:////absolute/file.db, postgresql://user:password@host:port/database";

    private readonly string _written;
    private readonly string _shown;
    private readonly string _baseFolder;

    private DatabaseUrl(string written, string baseFolder, string shown, DatabaseKind kind, string connectionString)
    {
        _written = written;
        _baseFolder = baseFolder;
        _shown = shown;
        Kind = kind;
        ConnectionString = connectionString;
    }

    /// <summary>Which system it is.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>SQLite: the file's absolute path. PostgreSQL: null.</summary>
    public string? FilePath { get; private init; }

    /// <summary>PostgreSQL: host name, address, or folder of the Unix socket. SQLite: null.</summary>
    public string? Host { get; private init; }

    /// <summary>PostgreSQL: the port. SQLite: null.</summary>
    public int? Port { get; private init; }

    /// <summary>PostgreSQL: the role. SQLite: null.</summary>
    public string? User { get; private init; }

    /// <summary>PostgreSQL: the database's name. SQLite: null.</summary>
    public string? DatabaseName { get; private init; }

    /// <summary>Whether it holds a password.</summary>
    public bool HasPassword { get; private init; }

    /// <summary>What the driver is told, with the password; for SQLite the path.</summary>
    internal string ConnectionString { get; }

    /// <summary>PostgreSQL: what <c>connect_timeout</c> says, or null.</summary>
    internal TimeSpan? ConnectTimeout { get; private init; }

    /// <summary>PostgreSQL: what <c>application_name</c> says, or null.</summary>
    internal string? ApplicationName { get; private init; }

    /// <summary>SQLite: what <c>timeout</c> says, or null.</summary>
    internal TimeSpan? BusyTimeout { get; private init; }

    /// <summary>Reads a URL.</summary>
    /// <param name="url">The URL. What is missing in one of PostgreSQL is taken as libpq does, also from the environment.</param>
    /// <param name="baseFolder">The folder that relative paths start at.</param>
    /// <exception cref="FormatException">It is no URL of a database, or a part or key cannot be used. The message says what was
    /// found and what is allowed, and repeats no password.</exception>
    public static DatabaseUrl Parse(string url, string baseFolder) => Parse(url, baseFolder, Environment.GetEnvironmentVariable);

    /// <summary>Reads a URL; the environment is given.</summary>
    internal static DatabaseUrl Parse(string url, string baseFolder, Func<string, string?> environment) =>
        Of(url, DatabaseUrlParts.Split(url), baseFolder, environment);

    /// <summary>The same place with a password that was kept elsewhere.</summary>
    /// <param name="password">The password.</param>
    public DatabaseUrl WithPassword(string password) =>
        Of(_written, DatabaseUrlParts.Split(_written) with { Password = password }, _baseFolder, Environment.GetEnvironmentVariable);

    /// <summary>Another database of the same server, as another role and without a password; the connection's keys, such as <c>sslmode</c>, stay.</summary>
    /// <param name="user">The role.</param>
    /// <param name="database">The database's name.</param>
    /// <exception cref="FormatException">It is a database of SQLite, which has no server.</exception>
    public DatabaseUrl OnSameServer(string user, string database)
    {
        if (Kind != DatabaseKind.PostgreSql)
            throw new DatabaseUrlException("a file of SQLite", "postgresql://…");
        var query = string.Concat(DatabaseUrlParts.Split(_written).Query.Where(static pair => pair.Key is not ("host" or "user" or "password" or "dbname" or "port"))
            .Select(static pair => $"&{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return Parse($"postgresql://{Uri.EscapeDataString(user)}@:{Port}/{Uri.EscapeDataString(database)}?host={Uri.EscapeDataString(Host!)}{query}", _baseFolder);
    }

    private static DatabaseUrl Of(string url, DatabaseUrlParts parts, string baseFolder, Func<string, string?> environment)
    {
        switch (parts.Scheme)
        {
            case "sqlite" or "sqlite+pysqlite":
                var path = SqliteUrl.Path(parts, baseFolder);
                var timeout = SqliteUrl.BusyTimeout(parts);
                var suffix = timeout is null ? string.Empty : $"?timeout={timeout.Value.TotalSeconds:0.#######}";
                return new DatabaseUrl(url, baseFolder, $"sqlite:///{path}{suffix}", DatabaseKind.Sqlite, path) { FilePath = path, BusyTimeout = timeout };
            case "postgresql" or "postgres" or "postgresql+psycopg2" or "postgresql+psycopg" or "postgresql+asyncpg" or "postgresql+pg8000":
                var server = new PostgreSqlUrl(parts, baseFolder, environment);
                return new DatabaseUrl(url, baseFolder, server.ToString(), DatabaseKind.PostgreSql, server.Connection.ConnectionString)
                {
                    Host = server.Host,
                    Port = server.Port,
                    User = server.User,
                    DatabaseName = server.DatabaseName,
                    HasPassword = server.Password is not null,
                    ConnectTimeout = server.ConnectTimeout,
                    ApplicationName = server.ApplicationName,
                };
            default:
                throw new DatabaseUrlException($"the scheme '{NodeText.Printable(parts.Scheme)}'", Allowed);
        }
    }

    /// <summary>The same URL as it is read from another folder.</summary>
    internal DatabaseUrl From(string baseFolder) => Parse(_written, baseFolder);

    /// <summary>Whether two lead to the same place in the same way.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(DatabaseUrl? other) =>
        other is not null
        && Kind == other.Kind
        && ConnectionString == other.ConnectionString
        && ConnectTimeout == other.ConnectTimeout
        && ApplicationName == other.ApplicationName
        && BusyTimeout == other.BusyTimeout;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, ConnectionString);

    /// <summary>The URL with absolute paths and all that was taken for what is missing; a password is shown as <c>***</c>.</summary>
    public override string ToString() => _shown;
}
