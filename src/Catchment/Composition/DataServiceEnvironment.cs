using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Tags.Settings;

namespace Catchment.Composition;

/// <summary>The original's variables as settings of ours, with its own defaults: all servers on all addresses. Source: <c>tags</c> 1, 6.5.</summary>
internal static class DataServiceEnvironment
{
    private const string EveryAddress = "0.0.0.0";
    private const string Prefix = "CATCHMENT__";
    private const string CommunitiesSetting = "gateway.snmp.communities";

    private static readonly (string Setting, string Host, string Port, string UsualPort)[] Listeners =
    [
        ("gateway.http.listen", "HTTP_HOST", "HTTP_PORT", "8080"),
        ("gateway.modbus.listen", "SERVER_HOST", "MODBUS_PORT", "5020"),
        ("gateway.opcua.listen", "SERVER_HOST", "OPCUA_PORT", "4840"),
        ("gateway.iec104.listen", "SERVER_HOST", "IEC104_PORT", "2404"),
        ("gateway.snmp.listen", "SERVER_HOST", "SNMP_PORT", "1161"),
    ];

    private static readonly (string Setting, string Variable)[] Values =
    [
        ("gateway.ipc.socket_path", "IPC_SOCKET_PATH"),
        ("gateway.polling.base_url", "POLLING_BASE_URL"),
        ("gateway.mqtt.host", "MQTT_HOST"),
        ("gateway.mqtt.port", "MQTT_PORT"),
        ("gateway.mqtt.client_id", "MQTT_CLIENT_ID"),
        ("gateway.mqtt.username", "MQTT_USERNAME"),
        ("gateway.mqtt.password", "MQTT_PASSWORD"),
        ("gateway.mqtt.topic_prefix", "MQTT_TOPIC_PREFIX"),
        ("gateway.mqtt.qos", "MQTT_QOS"),
        ("gateway.mqtt.retain", "MQTT_RETAIN"),
        ("gateway.mqtt.publish_interval_sec", "MQTT_PUBLISH_INTERVAL_SEC"),
        ("gateway.mqtt.max_queue", "MQTT_MAX_QUEUE"),
        ("gateway.mqtt.buffer", "MQTT_BUFFER"),
        ("gateway.mqtt.enabled", "MQTT_ENABLED"),
    ];

    /// <summary>
    /// What the variables say, as variables of ours. A setting that ours name stays as it is; one that a file names gives way to a variable of the original's, and not to
    /// the original's default: of an endpoint, a variable for the port changes the port only, one for the host the host.
    /// </summary>
    /// <param name="variables">The process's variables.</param>
    /// <param name="file">Those of <c>.env</c>: a real variable goes before one of the same name.</param>
    /// <param name="isSet">Whether the configuration names a setting.</param>
    /// <param name="options">What the configuration says.</param>
    /// <exception cref="FormatException">A variable for a port is none; the message names it.</exception>
    internal static IReadOnlyDictionary<string, string> Translate(IReadOnlyDictionary<string, string> variables, IReadOnlyDictionary<string, string> file, Func<string, bool> isSet, GatewayOptions options)
    {
        var translated = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (setting, variable) in Values)
        {
            if (IsKnown(setting, options, out _) && Find(variable) is { } value)
                translated[Name(setting)] = Spelt(setting, value);
        }

        foreach (var (setting, hostVariable, portVariable, usualPort) in Listeners)
        {
            if (!IsKnown(setting, options, out var configured))
                continue;
            var (host, port) = (Bracketed(Find(hostVariable) ?? Find("SERVER_HOST")), Find(portVariable));
            if (port is not null && !(ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
                throw new FormatException($"{portVariable} is '{port}': wanted is a port, a whole number from 0 to 65535.");
            if (!isSet(setting))
                translated[Name(setting)] = $"{host ?? EveryAddress}:{port ?? usualPort}";
            else if ((host ?? port) is not null && configured is IReadOnlyList<string> { Count: > 0 } endpoints)
                translated[Name(setting)] = $"[{string.Join(", ", endpoints.Select(endpoint => $"\"{Changed(endpoint, host, port)}\""))}]";
        }

        if (Communities(Find, isSet) is { } communities)
            translated[Name(CommunitiesSetting)] = communities;
        foreach (var own in translated.Keys.Where(variables.ContainsKey).ToArray())
            translated.Remove(own);
        return translated;

        string? Find(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } real ? real : file.GetValueOrDefault(name) is { Length: > 0 } other ? other : null;
    }

    /// <summary>
    /// The communities of the original's variables, and of its default where nobody is named: the one to read, and another to write, which is the same unless it is named.
    /// Source: <c>tags</c> 6.4.
    /// </summary>
    private static string? Communities(Func<string, string?> find, Func<string, bool> isSet)
    {
        var (read, write) = (find("SNMP_COMMUNITY"), find("SNMP_WRITE_COMMUNITY"));
        if ((read ?? write) is null && (isSet(CommunitiesSetting) || isSet("gateway.snmp.users")))
            return null;
        read ??= SnmpCommunityOptions.UsualName;
        return write is null || write == read ? $"[{Community(read, "read_write")}]" : $"[{Community(read, "read")}, {Community(write, "read_write")}]";

        static string Community(string name, string access) => $$"""{"name": "{{JsonEncodedText.Encode(name)}}", "access": "{{access}}"}""";
    }

    /// <summary>An endpoint with another host, or port; one that is none stays what it is, and is told of when it is read.</summary>
    private static string Changed(string endpoint, string? host, string? port)
    {
        var rest = endpoint[(endpoint.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        return colon > 0 ? $"{host ?? rest[..colon]}:{port ?? rest[(colon + 1)..]}" : endpoint;
    }

    /// <summary>The original takes only the text true, in any case, for yes.</summary>
    private static string Spelt(string setting, string value) =>
        setting is "gateway.mqtt.retain" or "gateway.mqtt.buffer" or "gateway.mqtt.enabled" ? (value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) ? "true" : "false") : value;

    private static string? Bracketed(string? host) => host is not null && host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;

    private static string Name(string setting) => Prefix + setting.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Whether this build has the setting, and what it is: a protocol that it does not serve has none.</summary>
    private static bool IsKnown(string setting, GatewayOptions options, out object? value)
    {
        value = options;
        foreach (var key in setting.Split('.').Skip(1))
        {
            if (Array.Find(value!.GetType().GetProperties(), property => property.GetCustomAttribute<SettingAttribute>()?.Key == key) is not { } found)
                return false;
            value = found.GetValue(value);
        }

        return true;
    }
}
