using System.Globalization;
using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Databases;

/// <summary>
/// The SQLite form of a <see cref="DatabaseUrl"/>: behind <c>sqlite://</c> a slash and a path, taken as it is written, not
/// percent-decoded, as SQLAlchemy does. So three slashes are a relative path, four an absolute one.
/// </summary>
internal static class SqliteUrl
{
    private const string Allowed = "sqlite:///relative/file.db or sqlite:////absolute/file.db";
    private const double LongestTimeout = 3600; // seconds

    /// <summary>The file's absolute path.</summary>
    /// <exception cref="DatabaseUrlException">The URL names no file.</exception>
    public static string Path(DatabaseUrlParts parts, string baseFolder)
    {
        if (parts.Host is not null || parts.Port is not null || parts.User is not null || parts.Password is not null)
            throw new DatabaseUrlException("a host or user in front of the file's path (two slashes)", Allowed);
        return parts.Database switch
        {
            null or "" or ":memory:" => throw new DatabaseUrlException("no file: a database in memory would be gone with each connection", Allowed),
            _ when parts.Database.StartsWith("file:", StringComparison.Ordinal) =>
                throw new DatabaseUrlException("a file: name", Allowed),
            _ when parts.Database.EndsWith('/') =>
                throw new DatabaseUrlException($"the folder \"{NodeText.Printable(parts.Database)}\"", Allowed),
            var path => System.IO.Path.GetFullPath(path, System.IO.Path.GetFullPath(baseFolder)),
        };
    }

    /// <summary>The wait for locks that the query names (<c>timeout</c>, in seconds), or null.</summary>
    /// <exception cref="DatabaseUrlException">A key is not known, or its value impossible.</exception>
    public static TimeSpan? BusyTimeout(DatabaseUrlParts parts)
    {
        TimeSpan? timeout = null;
        foreach (var (key, value) in parts.Query)
        {
            switch (key)
            {
                case "timeout":
                    timeout = Seconds(value);
                    break;
                case "check_same_thread":
                    break; // a rule of Python's driver; a pool of ours keeps it anyway
                default:
                    throw new DatabaseUrlException($"the key '{NodeText.Printable(key)}'", "for sqlite: check_same_thread, timeout");
            }
        }

        return timeout;
    }

    private static TimeSpan Seconds(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestTimeout
            ? TimeSpan.FromSeconds(seconds)
            : throw new DatabaseUrlException($"timeout={NodeText.Printable(value)}", $"seconds from 0 to {LongestTimeout}");
}
