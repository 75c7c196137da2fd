using System.Globalization;
using System.Text;
using Catchment.Telemetry.Settings;

namespace Catchment.Commands.Telemetry;

/// <summary>Writes the configuration in force as TOML: keys of the top level first, then <c>[database]</c>; what has no value is left out.</summary>
/// <remarks>Source: <c>telemetry</c> 2.</remarks>
internal static class TelemetryDump
{
    internal static string Render(TelemetryOptions options)
    {
        var text = new StringBuilder();
        Add("hostname", Quoted(options.Hostname));
        Add("data_dirs", $"[{string.Join(", ", options.DataDirs.Select(Quoted))}]");
        Add("logdump_exe", Quoted(options.LogdumpExe));
        Add("parallel_jobs", Number(options.ParallelJobs));
        Add("limit", options.Limit is { } limit ? Number(limit) : null);
        Add("rescan_changed", options.RescanChanged ? "true" : "false");
        Add("proclist", options.ProcList is { } list ? Quoted(list) : null);
        Add("sleep_interval_sec", Real(options.SleepIntervalSec));
        Add("telem_dir", Quoted(options.TelemDir));
        text.Append("\n[database]\n");
        Add("url", options.Database.Url is { } url ? Quoted(url.ToString()) : null);
        Add("host", Quoted(options.Database.Host));
        Add("user", Quoted(options.Database.User));
        Add("port", options.Database.Port is { } port ? Number(port) : null);
        Add("database", Quoted(options.Database.Database));
        Add("password_file", Quoted(options.Database.PasswordFile));
        AddReplicas(text, options.Replicas);
        return text.ToString();

        void Add(string key, string? value)
        {
            if (value is not null)
                text.Append(key).Append(" = ").Append(value).Append('\n');
        }
    }

    /// <summary>Of copies only what is set; never the keys.</summary>
    private static void AddReplicas(StringBuilder text, TelemetryReplicaOptions options)
    {
        var usual = new TelemetryReplicaOptions();
        (string Key, string? Value)[] rows =
        [
            ("hostname", options.Hostname is { } host ? Quoted(host) : null),
            ("maps", options.Maps.Count > 0 ? $"[{string.Join(", ", options.Maps.Select(Quoted))}]" : null),
            ("rate_limit", options.RateLimit is { } rate ? Quoted(rate.ToString()) : null),
            ("endpoint", options.Endpoint is { } endpoint ? Quoted(endpoint) : null),
            ("region", options.Region != usual.Region ? Quoted(options.Region) : null),
            ("path_style", options.IsPathStyle is { } style ? (style ? "true" : "false") : null),
            ("profile", options.Profile is { } profile ? Quoted(profile) : null),
            ("part_size", options.PartSize != usual.PartSize ? Quoted(options.PartSize.ToString()) : null),
            ("timeout", options.TimeoutSeconds.Equals(usual.TimeoutSeconds) ? null : Real(options.TimeoutSeconds)),
        ];
        var set = rows.Where(static row => row.Value is not null).ToArray();
        if (set.Length > 0)
            text.Append("\n[replicas]\n").AppendJoin("", set.Select(static row => $"{row.Key} = {row.Value}\n"));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Real(double value) => value.ToString("0.0###############", CultureInfo.InvariantCulture);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\').Append(character);
            else if (char.IsControl(character))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
