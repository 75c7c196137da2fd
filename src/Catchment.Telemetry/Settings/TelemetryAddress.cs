using Catchment.Core.Databases;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Settings;

/// <summary>Puts together where the database is, and finds the password.</summary>
/// <remarks>Source: <c>telemetry</c> 3.</remarks>
public static partial class TelemetryAddress
{
    /// <summary>The variable that goes before the password file.</summary>
    public const string PasswordVariable = "XTELEMDB_PASSWORD";

    private const int LongestPassword = 4096;

    /// <summary>
    /// The address with the password: that of the environment, else that of the file, else none, and the driver looks at <c>PGPASSWORD</c>
    /// and <c>~/.pgpass</c>. A port that is not configured is that of <c>PGPORT</c>.
    /// </summary>
    /// <param name="options">The keys.</param>
    /// <param name="workingFolder">Where relative paths start.</param>
    /// <param name="environment">The environment's variables by name.</param>
    /// <param name="logger">Told when the password file cannot be read; the login is then tried without.</param>
    /// <exception cref="FormatException">Host, port or names are none.</exception>
    public static DatabaseUrl Resolve(TelemetryDatabaseOptions options, string workingFolder, Func<string, string?> environment, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        if (options.Url is { Kind: DatabaseKind.Sqlite } or { HasPassword: true })
            return options.Url;
        var password = environment(PasswordVariable) ?? FromFile(Path.GetFullPath(options.PasswordFile, workingFolder), logger);
        if (options.Url is { } url)
            return password is { Length: > 0 } ? url.WithPassword(password) : url;
        var login = password is { Length: > 0 } ? $"{Uri.EscapeDataString(options.User)}:{Uri.EscapeDataString(password)}" : Uri.EscapeDataString(options.User);
        var host = options.Host.Contains(':', StringComparison.Ordinal) ? $"[{options.Host}]" : Uri.EscapeDataString(options.Host);
        return DatabaseUrl.Parse($"postgresql://{login}@{host}{(options.Port is { } port ? $":{port}" : "")}/{Uri.EscapeDataString(options.Database)}", workingFolder);
    }

    private static string? FromFile(string path, ILogger logger)
    {
        try
        {
            using var reader = new StreamReader(path);
            var text = new char[LongestPassword];
            return new string(text, 0, reader.ReadBlock(text)).Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, path, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Tried to get password from {Path}: {Why}")]
    private static partial void LogUnreadable(ILogger logger, string path, string why);
}
