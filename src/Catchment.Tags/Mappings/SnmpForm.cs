using System.Globalization;
using System.Text.Json;

namespace Catchment.Tags.Mappings;

/// <summary>SNMP mappings as the API has them. Source: <c>tags</c> 5.4, 6.4.</summary>
internal static class SnmpForm
{
    private const int MostArcs = 128; // RFC 2578, 3.5

    private static readonly string[] Syntaxes =
    [
        "INTEGER", "Integer", "Integer32", "Gauge32", "Unsigned32", "Counter32", "Counter64", "OCTET_STRING", "OctetString", "TimeTicks", "IpAddress", "OBJECT_IDENTIFIER",
    ];

    /// <summary>Reads what a client sent.</summary>
    /// <exception cref="MappingRefusedException">It is no mapping.</exception>
    internal static SnmpMapping Read(MappingBody body)
    {
        var mapping = new SnmpMapping
        {
            Id = body.Id(),
            Key = body.Key(),
            Oid = Oid(body),
            Syntax = body.Word("syntax", "Gauge32", Syntaxes),
            Access = body.Word("access", "read-only", ["read-only", "read-write"]),
            Description = body.Text("description", ""),
            Index = body.WholeOrNull("index", 0, uint.MaxValue),
        };
        return mapping.Index is null || Arcs(mapping.Oid)!.Length < MostArcs
            ? mapping
            : throw new MappingRefusedException($"oid and index must have at most {MostArcs} arcs");
    }

    /// <summary>Compares a mapping with the others.</summary>
    /// <exception cref="MappingRefusedException">Its object is another's.</exception>
    internal static void Check(SnmpMapping mapping, IEnumerable<SnmpMapping> others)
    {
        var name = Name(mapping);
        if (others.FirstOrDefault(other => Name(other) == name) is { } other)
            throw new MappingRefusedException($"OID {name} already used by key '{other.Key}'");
    }

    /// <summary>Writes a mapping without its id.</summary>
    internal static void Write(Utf8JsonWriter writer, SnmpMapping mapping)
    {
        writer.WriteString("key", mapping.Key);
        writer.WriteString("oid", mapping.Oid);
        writer.WriteString("syntax", mapping.Syntax);
        writer.WriteString("access", mapping.Access);
        writer.WriteString("description", mapping.Description);
        if (mapping.Index is { } index)
            writer.WriteNumber("index", index);
        else
            writer.WriteNull("index");
    }

    private static string Oid(MappingBody body)
    {
        var text = body.TextOrNull("oid");
        if (string.IsNullOrEmpty(text))
            throw new MappingRefusedException("oid required");
        var arcs = Arcs(text);
        return arcs is { Length: >= 2 and <= MostArcs } && arcs[0] <= 2 && (arcs[0] == 2 || arcs[1] < 40) // X.690, 8.19.4
            ? text
            : throw new MappingRefusedException("oid must be dotted numbers with at least two arcs");
    }

    /// <summary>The whole name, without zeros in front of an arc: the same object has one name.</summary>
    internal static string Name(SnmpMapping mapping)
    {
        var name = string.Join('.', Arcs(mapping.Oid) ?? []);
        return mapping.Index is { } index ? $"{name}.{index}" : name;
    }

    private static uint[]? Arcs(string oid)
    {
        var texts = oid.Split('.');
        var arcs = new uint[texts.Length];
        for (var i = 0; i < arcs.Length; i++)
        {
            if (!uint.TryParse(texts[i], NumberStyles.None, CultureInfo.InvariantCulture, out arcs[i]))
                return null;
        }

        return arcs;
    }
}
