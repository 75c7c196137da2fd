using System.Collections.Frozen;
using System.Net;
using Catchment.Core.Configuration;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Telemetry.Following;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Settings;

namespace Catchment.Composition;

/// <summary>What the telemetry commands run with.</summary>
internal sealed class TelemetryConfiguration
{
    private static readonly FrozenDictionary<string, string> Loggers =
        new[] { "setup", "inventory", "backfill", "ingest", "reinit", "replicas" }.ToFrozenDictionary(name => name, name => $"magaox.db.cli.commands.{name}", StringComparer.Ordinal);

    private readonly LoadedConfiguration _loaded;
    private readonly bool _verbose;
    private readonly string _stateDirectory;

    /// <summary>Reads the keys.</summary>
    /// <param name="loaded">The configuration.</param>
    /// <param name="verbose">More is logged.</param>
    /// <param name="stateDirectory">Where the live process keeps its state.</param>
    internal TelemetryConfiguration(LoadedConfiguration loaded, bool verbose, string stateDirectory) => (_loaded, _verbose, _stateDirectory) = (loaded, verbose, stateDirectory);

    /// <summary>The keys.</summary>
    internal TelemetryOptions Options => _loaded.Section<TelemetryOptions>();

    /// <summary>The configuration is that of xtelemdb or dbIngest.</summary>
    internal bool IsOriginal => _loaded.Original == TelemetryFiles.Configuration;

    /// <summary>A source of telemetry is named: the live process is one of the node's services.</summary>
    internal bool IsConfigured => IsOriginal || _loaded.IsSet($"{TelemetryOptions.Section}.data_dirs") || _loaded.IsSet($"{TelemetryOptions.Section}.telem_dir");

    /// <summary>The folder of the followed files, absolute; null: it is not configured, and the default is an instrument's own.</summary>
    internal string? NamedTelemDir => _loaded.IsSet($"{TelemetryOptions.Section}.telem_dir") ? Path.GetFullPath(Options.TelemDir) : null;

    /// <summary>A source of telemetry or its database is named: there is something to look at.</summary>
    internal bool IsShown => IsConfigured || _loaded.IsSet($"{TelemetryOptions.Section}.database");

    /// <summary>The status sockets that a live process with this configuration may have.</summary>
    internal IEnumerable<string> Sockets => Places().Select(p => Path.Combine(p, $"{TelemetryMetrics.Service}.sock"));

    /// <summary>The log on standard error in xtelemdb's form. Source: <c>telemetry</c> 2.</summary>
    internal PythonLogging Log => new()
    {
        Level = _verbose ? LogLevel.Debug : LogLevel.Information,
        Format = $"%(asctime)s {Dns.GetHostName().Replace("%", "%%", StringComparison.Ordinal)} %(name)s[%(process)d] %(levelname)s %(message)s",
        DateFormat = "%Y-%m-%d %H:%M:%S",
        Loggers = Loggers,
    };

    /// <summary>What setup, inventory and backfill run with.</summary>
    /// <param name="logger">Told when the password file cannot be read.</param>
    /// <exception cref="FormatException">The database's address is none, or the instrument's event codes cannot be read.</exception>
    internal TelemetrySettings Resolve(ILogger logger) => new()
    {
        Database = Address(logger),
        Hostname = Options.Hostname,
        DataDirs = Options.DataDirs,
        ParallelJobs = Options.ParallelJobs,
        Limit = Options.Limit,
        RescanChanged = Options.RescanChanged,
        Types = OwnTypes.Load(Options.LogCodes, Options.LogSchemas),
        Replicas = new ReplicaSettings { Hostname = Options.Replicas.Hostname, Maps = Maps() },
    };

    private ReplicaMaps Maps()
    {
        try
        {
            return new ReplicaMaps(Options.Replicas.Maps.Select(static map => ReplicaMap.Parse(map, Environment.CurrentDirectory)));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{TelemetryOptions.Section}.replicas.maps: {e.Message}", e);
        }
    }

    /// <summary>What the live process runs with.</summary>
    /// <param name="logger">Told when the password file cannot be read.</param>
    /// <exception cref="FormatException">The database's address is none, or the instrument's event codes cannot be read.</exception>
    internal LiveSettings ResolveLive(ILogger logger) => new()
    {
        Telemetry = Resolve(logger),
        TelemDir = Path.GetFullPath(Options.TelemDir),
        ProcessList = Options.ProcList is { } list ? ProcessList.PathFor(list, Environment.GetEnvironmentVariable(ProcessList.RoleVariable)) : null,
        Interval = TimeSpan.FromSeconds(Options.SleepIntervalSec),
        Own = _loaded.Section<LoggingOptions>().File is { } log ? [Path.GetFullPath(log)] : [],
    };

    /// <summary>Takes the live process's state folder: beside the configuration file, or where that may not be written in the service's or the user's own state.</summary>
    /// <exception cref="StateFolderException">It cannot be had.</exception>
    internal StateFolder ClaimState()
    {
        var places = Places();
        try
        {
            StateFolder.Make(places[0]);
        }
        catch (StateFolderException) when (places.Length > 1)
        {
            return StateFolder.Open(places[1]);
        }

        return StateFolder.Open(places[0]);
    }

    /// <summary>Where the database is, with its password.</summary>
    /// <param name="logger">Told when the password file cannot be read.</param>
    /// <exception cref="FormatException">The address is none.</exception>
    internal DatabaseUrl Address(ILogger logger) => TelemetryAddress.Resolve(Options.Database, Environment.CurrentDirectory, Environment.GetEnvironmentVariable, logger);

    /// <summary>Where the state may be; the first that can be had. Several of the original's files may lie in one folder.</summary>
    private string[] Places()
    {
        if (!IsOriginal)
            return [_stateDirectory];
        var path = _loaded.FilePath is { } file ? $"{_stateDirectory}-{Path.GetFileNameWithoutExtension(file)}" : _stateDirectory;
        return FilesConfiguration.OwnState() is { } own ? [path, Path.Combine(own, path.TrimStart('/').Replace('/', '_'))] : [path];
    }
}
