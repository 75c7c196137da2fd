using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using Catchment.Core.Configuration.Binding;
using Npgsql;

namespace Catchment.Core.Databases;

/// <summary>
/// The PostgreSQL form of a <see cref="DatabaseUrl"/>. What is missing is what libpq takes: the environment's <c>PGHOST</c>,
/// <c>PGPORT</c>, <c>PGUSER</c>, <c>PGDATABASE</c>, then the local socket, 5432, the account's name, the user's name.
/// <c>PGPASSWORD</c> and <c>~/.pgpass</c> are the driver's business. Keys of the query go before the parts in front of it.
/// </summary>
internal sealed class PostgreSqlUrl
{
    private const string SocketFolder = "/var/run/postgresql";
    private const string DefaultPort = "5432";
    private const int LongestConnectTimeout = 1024; // seconds, the driver's bound

    private static readonly FrozenDictionary<string, SslMode> SslModes = new Dictionary<string, SslMode>(StringComparer.Ordinal)
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, GssEncryptionMode> GssModes = new Dictionary<string, GssEncryptionMode>(StringComparer.Ordinal)
    {
        ["disable"] = GssEncryptionMode.Disable,
        ["prefer"] = GssEncryptionMode.Prefer,
        ["require"] = GssEncryptionMode.Require,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/ \\[]\"'");

    private static readonly string[] SessionTargets = ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"];

    private static readonly string[] Keys =
    [
        "application_name", "connect_timeout", "dbname", "gssencmode", "host", "options", "passfile", "password", "port", "sslcert",
        "sslkey", "sslmode", "sslrootcert", "target_session_attrs", "user",
    ];

    private readonly StringBuilder _shownQuery = new();
    private readonly string _baseFolder;

    /// <summary>Reads the parts.</summary>
    /// <exception cref="DatabaseUrlException">A part or a key cannot be used.</exception>
    public PostgreSqlUrl(DatabaseUrlParts parts, string baseFolder, Func<string, string?> environment)
    {
        _baseFolder = baseFolder;
        if (parts.Query.Keys.FirstOrDefault(static key => !Keys.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw new DatabaseUrlException($"the key '{NodeText.Printable(unknown)}'", "for postgresql: " + string.Join(", ", Keys));

        var query = parts.Query;
        Host = CheckedHost(FirstGiven(query.GetValueOrDefault("host"), parts.Host, environment("PGHOST"), SocketFolder));
        Port = CheckedPort(FirstGiven(query.GetValueOrDefault("port"), parts.Port, environment("PGPORT"), DefaultPort));
        User = FirstGiven(query.GetValueOrDefault("user"), parts.User, environment("PGUSER"), Environment.UserName);
        Password = query.GetValueOrDefault("password") ?? parts.Password;
        var database = parts.Database is null ? null : DatabaseUrlParts.Decode(parts.Database);
        DatabaseName = FirstGiven(query.GetValueOrDefault("dbname"), database, environment("PGDATABASE"), User);

        Connection = new NpgsqlConnectionStringBuilder
        {
            Host = Host,
            Port = Port,
            Username = User,
            Password = Password,
            Database = DatabaseName,
            GssEncryptionMode = GssEncryptionMode.Disable, // Kerberos only where it is asked for: looking for it is slow and loads a library
        };
        foreach (var (key, value) in query)
            Take(key, value);
    }

    /// <summary>Host name, address, folder of the Unix socket, or several hosts with commas between.</summary>
    public string Host { get; }

    /// <summary>Port.</summary>
    public int Port { get; }

    /// <summary>The role.</summary>
    public string User { get; }

    /// <summary>Its password, or null.</summary>
    public string? Password { get; }

    /// <summary>The database's name.</summary>
    public string DatabaseName { get; }

    /// <summary>What the driver is told.</summary>
    public NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>The query's <c>connect_timeout</c>, or null; zero and less, libpq's "for ever", count as not given.</summary>
    public TimeSpan? ConnectTimeout { get; private set; }

    /// <summary>The query's <c>application_name</c>, or null.</summary>
    public string? ApplicationName { get; private set; }

    /// <summary>The URL with all that was taken for what is missing, and without the password.</summary>
    public override string ToString()
    {
        var isFolder = Host.StartsWith('/');
        var host = isFolder ? string.Empty : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Uri.EscapeDataString(Host);
        var port = isFolder ? string.Empty : $":{Port}";
        var place = isFolder ? $"host={Uri.EscapeDataString(Host)}&port={Port}" : string.Empty;
        var query = place.Length > 0 || _shownQuery.Length > 0 ? $"?{place}{(place.Length > 0 ? _shownQuery : _shownQuery.ToString().TrimStart('&'))}" : string.Empty;
        var password = Password is null ? string.Empty : ":***";
        return $"postgresql://{Uri.EscapeDataString(User)}{password}@{host}{port}/{Uri.EscapeDataString(DatabaseName)}{query}";
    }

    private void Take(string key, string value)
    {
        switch (key)
        {
            case "host" or "port" or "user" or "password" or "dbname":
                return;
            case "sslmode":
                Connection.SslMode = OneOf(SslModes, key, value);
                break;
            case "gssencmode":
                Connection.GssEncryptionMode = OneOf(GssModes, key, value);
                break;
            case "target_session_attrs" when !SessionTargets.Contains(value, StringComparer.Ordinal):
                throw new DatabaseUrlException($"{key}={NodeText.Printable(value)}", string.Join(", ", SessionTargets));
            case "target_session_attrs":
                Connection.TargetSessionAttributes = value;
                break;
            case "connect_timeout":
                ConnectTimeout = CheckedTimeout(value);
                break;
            case "application_name":
                ApplicationName = value;
                break;
            case "options":
                Connection.Options = value;
                break;
            case "passfile":
                Connection.Passfile = AbsolutePath(value);
                break;
            case "sslcert":
                Connection.SslCertificate = AbsolutePath(value);
                break;
            case "sslkey":
                Connection.SslKey = AbsolutePath(value);
                break;
            case "sslrootcert":
                Connection.RootCertificate = AbsolutePath(value);
                break;
        }

        _shownQuery.Append('&').Append(key).Append('=').Append(Uri.EscapeDataString(value));
    }

    private string AbsolutePath(string path) =>
        path.Length == 0 ? throw new DatabaseUrlException("an empty path", "a file's path") : Path.GetFullPath(path, Path.GetFullPath(_baseFolder));

    private static string FirstGiven(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrEmpty(text))
                return text;
        }

        throw new DatabaseUrlException("no user", "a user where the account has no name");
    }

    private static string CheckedHost(string host)
    {
        // An '@' here is the rest of a password: it must not be shown.
        if (host.Contains('@', StringComparison.Ordinal))
            throw new DatabaseUrlException("more than one '@' before the host", "'@' in a user or password as %40");
        if (host.StartsWith('/'))
            return host;
        foreach (var one in host.Split(','))
        {
            if (one.Length == 0 || one.AsSpan().ContainsAny(NotInHosts) || (one.Contains(':', StringComparison.Ordinal) && !IPAddress.TryParse(one, out _)))
                throw new DatabaseUrlException($"the host \"{NodeText.Printable(one)}\"", "a name, an address, [an IPv6 address], or ?host=/folder of a Unix socket");
        }

        return host;
    }

    private static int CheckedPort(string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= ushort.MaxValue
            ? number
            : throw new DatabaseUrlException("a port that is none", "1 to 65535, and ':' in a user or password as %3A");

    private static TimeSpan? CheckedTimeout(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestConnectTimeout
            ? seconds <= 0 ? null : TimeSpan.FromSeconds(seconds)
            : throw new DatabaseUrlException($"connect_timeout={NodeText.Printable(value)}", $"seconds up to {LongestConnectTimeout}");

    private static T OneOf<T>(FrozenDictionary<string, T> values, string key, string value) =>
        values.TryGetValue(value, out var found)
            ? found
            : throw new DatabaseUrlException($"{key}={NodeText.Printable(value)}", string.Join(", ", values.Keys.Order(StringComparer.Ordinal)));
}
