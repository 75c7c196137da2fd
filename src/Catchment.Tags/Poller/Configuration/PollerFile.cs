using Catchment.Core.Configuration;
using Catchment.Tags.Calculation;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Reads the poller's configuration, YAML or JSON. What is ill is told and left out; everything else is polled. Source: <c>tags</c> 10.</summary>
public static class PollerFile
{
    /// <summary>The most devices.</summary>
    public const int MaxDevices = 10_000;

    /// <summary>The most tags of all devices together, the most user tags and the most calculation tags.</summary>
    public const int MaxTags = 100_000;

    /// <summary>The names in the document that are no devices.</summary>
    internal static readonly string[] PseudoDevices = ["USER_TAGS", "CALC_TAGS"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigurationException">It is missing, unreadable, too long, or neither YAML nor JSON.</exception>
    public static PollerConfiguration Load(string path) => Read(YamlReader.ReadFile(path).Root);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="ConfigurationException">They are neither YAML nor JSON.</exception>
    public static PollerConfiguration Read(ReadOnlySpan<byte> bytes, string name) => Read(YamlReader.Read(bytes, name).Root);

    private static PollerConfiguration Read(ConfigurationNode root)
    {
        if (root.IsNull)
            return PollerConfiguration.Empty;
        if (root is not ConfigurationMapping mapping)
            throw new ConfigurationException(root.Origin, "what is no object", "user_tags, calculation_tags and io_setup");
        var problems = new List<string>();
        var top = new Members(mapping, "", problems);
        var devices = top.Child("io_setup") is { } setup ? Devices(setup, problems) : [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        return new PollerConfiguration
        {
            Devices = [.. devices],
            UserTags = [.. Virtual(top, "user_tags", "user tag", names, problems, User)],
            CalculationTags = [.. Virtual(top, "calculation_tags", "calculation tag", names, problems, Calculation)],
            Problems = [.. problems.Distinct(StringComparer.Ordinal)],
        };
    }

    private static List<PollerDevice> Devices(Members setup, List<string> problems)
    {
        var devices = new List<PollerDevice>();
        var names = new HashSet<string>(PseudoDevices, StringComparer.Ordinal);
        var tags = 0;
        foreach (var portNode in setup.List("ports"))
        {
            var port = new Members(portNode, $"port '{Name(portNode)}', ", problems);
            var isPortOn = port.Flag("enabled");
            foreach (var node in port.List("devices"))
            {
                var name = Name(node);
                var members = new Members(node, $"device '{name}', ", problems);
                if (!members.Flag("enabled") || !isPortOn)
                    continue;
                if (!IsName(name) || !names.Add(name))
                    members.Tell("name", "a name of 1 to 500 characters that no other device has, neither USER_TAGS nor CALC_TAGS");
                else if (devices.Count >= MaxDevices || tags >= MaxTags)
                    members.Tell("name", $"at most {MaxDevices} devices and {MaxTags} tags");
                else
                {
                    var device = DeviceFile.Read(name, members, port, MaxTags - tags, problems);
                    tags += device.Tags.Length;
                    devices.Add(device);
                }
            }
        }

        return devices;
    }

    private static IEnumerable<T> Virtual<T>(Members top, string key, string kind, HashSet<string> names, List<string> problems, Func<string, string, Members, T> read)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in top.List(key))
        {
            var name = Name(node);
            var members = new Members(node, $"{kind} '{name}', ", problems);
            var id = members.Text("id") is { Length: > 0 } given ? given : name;
            if (ids.Count >= MaxTags || !IsName(name) || !names.Add(name))
                members.Tell("name", "a name of 1 to 500 characters that no other user or calculation tag has");
            else if (!ids.Add(id))
                members.Tell("id", "an id that no other tag of the kind has");
            else
                yield return read(id, name, members);
        }
    }

    private static UserTag User(string id, string name, Members members) => new()
    {
        Id = id,
        Name = name,
        DataType = members.Text("dataType", "Analog"),
        DefaultValue = members.Value("defaultValue"),
        ReadWrite = members.Text("readWrite", "Read/Write"),
        Description = members.Text("description"),
        Units = members.Has("units") ? members.Text("units") : null,
    };

    private static PolledCalculation Calculation(string id, string name, Members members)
    {
        var tag = new PolledCalculation
        {
            Id = id,
            Name = name,
            Formula = members.Text("formula"),
            Inputs = [.. PolledCalculation.Variables.Select(variable => members.Text(variable.ToLowerInvariant()))],
            Description = members.Text("description"),
        };
        if (tag.Formula.Length > Formula.MaxLength)
            members.Tell("formula", $"at most {Formula.MaxLength} characters");
        return tag;
    }

    private static string Name(ConfigurationMapping node) =>
        node.Find("name")?.Value is ConfigurationScalar { Text: { Length: > 0 } name, IsNull: false } ? name.Trim()
        : node.Find("id")?.Value is ConfigurationScalar { Text: var id, IsNull: false } ? id.Trim() : "";

    /// <summary>Whether a text can be a device, a tag or its id: key and all of it are no longer than the store takes.</summary>
    internal static bool IsName(string text) => text.Length <= 500 && TagStore.IsKey(text);
}
