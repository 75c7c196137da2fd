using System.Globalization;
using System.Text;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;

namespace Catchment.Tags.Servers.Snmp.Mib;

/// <summary>Writes CATCHMENT-GATEWAY-MIB: what every gateway has, and an object for each mapping of this one. Source: RFC 2578, RFC 2579, RFC 2580.</summary>
public static class GatewayMib
{
    /// <summary>The module's name.</summary>
    public const string ModuleName = "CATCHMENT-GATEWAY-MIB";

    private const int MaxDescription = 1000;
    private const string OwnText = "Catchment.Tags.Servers.Snmp.Mib.gateway.mib";

    /// <summary>Words that have a meaning of their own at the place of a name, and names that the module's own text stands on.</summary>
    private static readonly string[] Reserved =
    [
        "iso", "ccitt", "joint", "org", "dod", "internet", "directory", "mgmt", "mib", "experimental", "private", "enterprises", "security", "snmpV2", "current", "deprecated",
        "obsolete", "mandatory", "optional", "accessible", "implied", "zeroDotZero", "max", "min", "size", "true", "false", "null", "begin", "end", "from", "imports", "exports",
        "of", "any", "choice", "default", "defined", "definitions", "enumerated", "explicit", "external", "identifier", "implicit", "includes", "integer", "macro", "object",
        "octet", "bit", "boolean", "component", "components", "absent", "application", "by", "plus", "minus", "infinity", "present", "real", "sequence", "set", "string", "tags",
        "universal", "with", "access", "syntax", "status", "description", "reference", "index", "defval", "units", "augments", "module", "group", "objects", "notifications",
        "counter", "gauge", "counter32", "counter64", "gauge32", "integer32", "unsigned32", "opaque", "bits", "timeticks", "ipaddress", "networkaddress", "nsapaddress", "uinteger32", "contains", "item", "revision", "enterprise", "variables", "supports", "write",
    ];

    /// <summary>Writes the module.</summary>
    /// <param name="model">The points and their mappings.</param>
    /// <param name="now">The date of this edition.</param>
    public static string Write(GatewayModel model, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(model);
        var own = Own.Value.Replace("@DATE@", now.UtcDateTime.ToString("yyyyMMddHHmm'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var names = new MibNames(Reserved.Concat(Descriptors(own)));
        var text = new StringBuilder(own);
        List<string> written = [];
        foreach (var (type, mappings) in TypesOf(model))
        {
            var name = names.Of(mappings[0].Key);
            written.Add(name);
            WriteObject(text, model, name, type, mappings);
        }

        if (written.Count > 0)
        {
            text.Append("\nmappedTagsGroup OBJECT-GROUP\n    OBJECTS { ").AppendJoin(",\n        ", written).Append(" }\n    STATUS current\n    DESCRIPTION \"The objects of mapped tags.\"\n    ::= { gatewayGroups 4 }\n");
        }

        return text.Append("\nEND\n").ToString();
    }

    /// <summary>The object types of all mappings in the order of their names: a 0 at the end, and an index, tell instances.</summary>
    private static SortedDictionary<Oid, List<SnmpMapping>> TypesOf(GatewayModel model)
    {
        var types = new SortedDictionary<Oid, List<SnmpMapping>>();
        foreach (var mapping in model.Snmp.All)
        {
            if (!TagObjects.CanServe(mapping, out var instance, out _) || instance.StartsWith(GatewayOids.Module))
                continue;
            var isInstance = mapping.Index is not null || (instance.Arcs[^1] == 0 && instance.Length > 2);
            var type = isInstance ? instance.Prefix(instance.Length - 1) : instance;
            if (!types.TryGetValue(type, out var mappings))
                types.Add(type, mappings = []);
            mappings.Add(mapping);
        }

        return types;
    }

    private static void WriteObject(StringBuilder text, GatewayModel model, string name, Oid type, List<SnmpMapping> mappings)
    {
        var first = mappings[0];
        text.Append(CultureInfo.InvariantCulture, $"\n{name} OBJECT-TYPE\n    SYNTAX {SyntaxOf(first)}\n");
        if (model.Store.TryGet(first.Key, out var point) && Clean(point.Definition.Units, 255) is { Length: > 0 } units)
            text.Append(CultureInfo.InvariantCulture, $"    UNITS \"{units}\"\n");
        text.Append(CultureInfo.InvariantCulture, $"    MAX-ACCESS {(mappings.Exists(TagObject.IsReadWrite) ? "read-write" : "read-only")}\n    STATUS current\n    DESCRIPTION\n        \"");
        var description = new StringBuilder();
        foreach (var one in mappings)
        {
            if (description.Length > 0)
                description.Append("; ");
            description.Append("tag ").Append(one.Key);
            if (one.Index is { } index)
                description.Append(CultureInfo.InvariantCulture, $" at index {index}");
            if (one.Description.Length > 0)
                description.Append(": ").Append(one.Description);
            if (description.Length > MaxDescription)
                break;
        }

        text.Append(Clean(description.ToString(), MaxDescription)).Append(CultureInfo.InvariantCulture, $"\"\n    ::= {{ {PathOf(type)} }}\n");
    }

    /// <summary>A whole path, which needs no other module to be understood.</summary>
    private static string PathOf(Oid oid)
    {
        var arcs = oid.Arcs.ToArray();
        var known = arcs is [1, 3, 6, 1, 4, 1, ..] ? "iso org(3) dod(6) internet(1) private(4) enterprises(1)"
            : arcs is [1, 3, 6, 1, 2, 1, ..] ? "iso org(3) dod(6) internet(1) mgmt(2) mib-2(1)"
            : arcs is [1, 3, 6, 1, ..] ? "iso org(3) dod(6) internet(1)"
            : arcs[0] switch { 0 => "ccitt", 1 => "iso", _ => "joint-iso-ccitt" };
        return string.Join(' ', arcs[known.Split(' ').Length..].Select(static arc => arc.ToString(CultureInfo.InvariantCulture)).Prepend(known));
    }

    private static string SyntaxOf(SnmpMapping mapping) => TagSyntax.TypeOf(mapping.Syntax) switch
    {
        SnmpType.Integer => "Integer32",
        SnmpType.Gauge32 => mapping.Syntax == "Unsigned32" ? "Unsigned32" : "Gauge32",
        SnmpType.Counter32 => "Counter32",
        SnmpType.Counter64 => "Counter64",
        SnmpType.TimeTicks => "TimeTicks",
        SnmpType.IpAddress => "IpAddress",
        SnmpType.ObjectIdentifier => "OBJECT IDENTIFIER",
        _ => "TagText",
    };

    /// <summary>A text within quotes: printable ASCII without quotes. Source: RFC 2578, 3.1.1.</summary>
    private static string Clean(string text, int maxLength)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length == maxLength)
                break;
            clean.Append(rune.Value switch
            {
                '"' => '\'',
                >= ' ' and <= '~' => (char)rune.Value,
                < ' ' or 0x7F => ' ',
                _ => '?',
            });
        }

        return clean.ToString();
    }

    /// <summary>The names that a module defines: the first words of its lines that begin with a letter.</summary>
    private static IEnumerable<string> Descriptors(string module) => module.Split('\n').Where(static line => line.Length > 0 && char.IsAsciiLetterLower(line[0])).Select(static line => line.Split(' ', 2)[0]);

    private static Lazy<string> Own { get; } = new(static () =>
    {
        using var stream = typeof(GatewayMib).Assembly.GetManifestResourceStream(OwnText)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });
}
