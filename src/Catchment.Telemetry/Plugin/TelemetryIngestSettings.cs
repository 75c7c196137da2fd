using System.Net;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;

namespace Catchment.Telemetry.Plugin;

/// <summary>The keys of <c>TelemetryIngest</c>.</summary>
/// <param name="Telemetry">The database, and the host that files are recorded for.</param>
/// <param name="OriginFolder">Where on that host the files below the storage folder lay; null: they are recorded where they lie.</param>
internal sealed record TelemetryIngestSettings(TelemetrySettings Telemetry, string? OriginFolder)
{
    /// <summary>Reads the keys.</summary>
    /// <exception cref="PluginException">One of them is wrong.</exception>
    internal static TelemetryIngestSettings Of(PluginSetup setup)
    {
        var config = PluginConfig.Of(setup.Config);
        var url = config.RequiredText("database");
        var passwordFile = config.Text("password_file");
        var host = config.Text("hostname");
        var folder = config.Text("origin_folder");
        config.End();
        if (host is not null && ColumnWidths.Characters(host) > ColumnWidths.Host)
            throw config.Wrong("hostname", $"\"{host}\"", $"at most {ColumnWidths.Host} characters");
        if (folder is not null && !Path.IsPathRooted(folder))
            throw config.Wrong("origin_folder", $"\"{folder}\"", "an absolute path");
        if (folder is not null && host is null)
            throw config.Wrong("origin_folder", $"\"{folder}\"", "only together with hostname, whose folder it is");
        try
        {
            var address = TelemetryAddress.Resolve(new TelemetryDatabaseOptions { Url = DatabaseUrl.Parse(url, Environment.CurrentDirectory), PasswordFile = passwordFile ?? new TelemetryDatabaseOptions().PasswordFile }, Environment.CurrentDirectory, Environment.GetEnvironmentVariable, setup.Logger);
            return new TelemetryIngestSettings(new TelemetrySettings { Database = address, Hostname = host ?? Dns.GetHostName(), DataDirs = [] }, folder);
        }
        catch (FormatException e)
        {
            throw new PluginException($"plugin.config.database: {e.Message}", e);
        }
    }
}
