using System.Collections.Frozen;
using Catchment.Core.Configuration;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Telemetry.Settings;

namespace Catchment.Composition;

/// <summary>What the telemetry commands run with.</summary>
internal sealed class TelemetryConfiguration
{
    private static readonly FrozenDictionary<string, string> Loggers =
        new[] { "setup", "inventory", "backfill", "ingest", "reinit" }.ToFrozenDictionary(name => name, name => $"magaox.db.cli.commands.{name}", StringComparer.Ordinal);

    private readonly LoadedConfiguration _loaded;
    private readonly bool _verbose;

    internal TelemetryConfiguration(LoadedConfiguration loaded, bool verbose) => (_loaded, _verbose) = (loaded, verbose);

    /// <summary>The keys.</summary>
    internal TelemetryOptions Options => _loaded.Section<TelemetryOptions>();

    /// <summary>The configuration is that of xtelemdb or dbIngest.</summary>
    internal bool IsOriginal => _loaded.Original == TelemetryFiles.Configuration;

    /// <summary>The log on standard error in xtelemdb's form. Source: <c>telemetry</c> 2.</summary>
    internal PythonLogging Log => new()
    {
        Level = _verbose ? LogLevel.Debug : LogLevel.Information,
        Format = $"%(asctime)s {Environment.MachineName.Replace("%", "%%", StringComparison.Ordinal)} %(name)s[%(process)d] %(levelname)s %(message)s",
        DateFormat = "%Y-%m-%d %H:%M:%S",
        Loggers = Loggers,
    };

    /// <summary>What setup, inventory and backfill run with.</summary>
    /// <param name="logger">Told when the password file cannot be read.</param>
    /// <exception cref="FormatException">The database's address is none.</exception>
    internal TelemetrySettings Resolve(ILogger logger) => new()
    {
        Database = Address(logger),
        Hostname = Options.Hostname,
        DataDirs = Options.DataDirs,
        ParallelJobs = Options.ParallelJobs,
        Limit = Options.Limit,
        RescanChanged = Options.RescanChanged,
    };

    /// <summary>Where the database is, with its password.</summary>
    /// <param name="logger">Told when the password file cannot be read.</param>
    /// <exception cref="FormatException">The address is none.</exception>
    internal DatabaseUrl Address(ILogger logger) => TelemetryAddress.Resolve(Options.Database, Environment.CurrentDirectory, Environment.GetEnvironmentVariable, logger);
}
