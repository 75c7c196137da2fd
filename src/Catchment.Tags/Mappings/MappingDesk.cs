using System.Buffers;
using System.Text.Json;
using Catchment.Tags.Gateway;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mappings;

/// <summary>Lists, tries, sets and removes mappings of all protocols alike, by the rules of the HTTP API. Source: <c>tags</c> 5.</summary>
public sealed class MappingDesk
{
    private readonly GatewayModel _model;
    private readonly Protocol[] _protocols;

    /// <summary>A desk for a gateway's mappings.</summary>
    /// <param name="model">The gateway.</param>
    public MappingDesk(GatewayModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _protocols =
        [
            new Protocol<ModbusMapping>("modbus", model.Modbus, ModbusForm.Read, ModbusForm.Check, ModbusForm.Write),
            new Protocol<OpcUaMapping>("opcua", model.OpcUa, ReadNode, OpcUaForm.Check, OpcUaForm.Write),
            new Protocol<Iec104Mapping>("iec104", model.Iec104, Iec104Form.Read, Iec104Form.Check, Iec104Form.Write),
            new Protocol<SnmpMapping>("snmp", model.Snmp, SnmpForm.Read, SnmpForm.Check, SnmpForm.Write),
        ];
    }

    /// <summary>The names of the protocols in the API.</summary>
    public static IReadOnlyList<string> Protocols { get; } = ["modbus", "opcua", "iec104", "snmp"];

    /// <summary>How many mappings a protocol has.</summary>
    /// <param name="protocol">The protocol.</param>
    public int Count(string protocol) => Find(protocol).Count;

    /// <summary>The mappings of a protocol, in the order in which their ids came.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="search">A part of the key, the id or the description, in any case; null: any.</param>
    /// <param name="offset">How many are passed over.</param>
    /// <param name="limit">How many are told at most.</param>
    /// <returns>They, and how many were found altogether.</returns>
    public (IReadOnlyList<MappingView> Views, int Found) List(string protocol, string? search, int offset, int limit)
    {
        var of = Find(protocol);
        var found = search is null ? of.All : [.. of.All.Where(one => Has(one.Key, search) || Has(one.Id, search) || Has(one.Description, search))];
        return ([.. found.Skip(offset).Take(limit).Select(of.View)], found.Count);
    }

    /// <summary>Where a point stands in all protocols.</summary>
    /// <param name="key">The point's key.</param>
    public IReadOnlyList<MappingView> OfKey(string key) => [.. _protocols.SelectMany(of => of.All.Where(one => one.Key == key).Select(of.View))];

    /// <summary>Tells what would become of a mapping, and changes nothing.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="body">The mapping as the HTTP API takes it.</param>
    public MappingTrial Try(string protocol, JsonElement body)
    {
        var of = Find(protocol);
        var read = new MappingBody(body);
        Mapping? mapping = null;
        try
        {
            mapping = of.Read(read);
            of.Check(mapping);
            return Trial(null);
        }
        catch (MappingRefusedException e)
        {
            return Trial(Refusal(protocol, e));
        }

        MappingTrial Trial(MappingRefusal? refusal) => new(mapping?.Key, mapping is null ? null : of.All.FirstOrDefault(one => one.Id == mapping.Id)?.Key, refusal, read.UnknownWords);
    }

    /// <summary>Sets a mapping, in the place of the one that had its id; durable when it returns.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="body">The mapping as the HTTP API takes it.</param>
    /// <param name="refusal">Why it was not set; null: it was.</param>
    /// <returns>It; null: it was refused.</returns>
    /// <exception cref="IOException">It could not be made durable; nothing has changed.</exception>
    public MappingView? Set(string protocol, JsonElement body, out MappingRefusal? refusal)
    {
        var of = Find(protocol);
        try
        {
            refusal = null;
            var mapping = of.Read(new MappingBody(body));
            of.Set(mapping);
            return of.View(mapping);
        }
        catch (MappingRefusedException e)
        {
            refusal = Refusal(protocol, e);
            return null;
        }
    }

    /// <summary>Removes a mapping, and unregisters its point unless something else names it; durable when it returns. Source: <c>tags</c> 2.8.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="id">The mapping's id.</param>
    /// <param name="isUnregistered">The point is no longer registered.</param>
    /// <returns>What it was; null: there was none.</returns>
    /// <exception cref="IOException">It could not be made durable.</exception>
    public MappingView? Remove(string protocol, string id, out bool isUnregistered)
    {
        var of = Find(protocol);
        isUnregistered = false;
        if (of.Remove(id) is not { } mapping)
            return null;
        isUnregistered = _model.UnregisterUnused(mapping.Key);
        return of.View(mapping);
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static MappingRefusal Refusal(string protocol, MappingRefusedException e)
    {
        var first = e.Message.Split(' ')[0];
        // The texts of doubles begin with what is doubled; all others with the member.
        var member = first switch
        {
            "Register" or "registers" => "register_address",
            "IOA" => "ioa",
            "OID" => "oid",
            "Node" => "node_id",
            _ => first,
        };
        return new MappingRefusal(e.Message, Members(protocol).Contains(member, StringComparer.Ordinal) ? member : null);
    }

    private static string[] Members(string protocol) => protocol switch
    {
        "modbus" => ["id", "key", "register_address", "function_code", "data_type", "access", "scaling_factor", "endianess", "length", "description"],
        "opcua" => ["id", "key", "node_id", "browse_name", "display_name", "data_type", "value_rank", "access_level", "timestamps", "namespace", "description"],
        "iec104" => ["id", "key", "ioa", "type", "cause", "quality", "timestamp", "access", "scaling_factor", "common_address", "period_ms", "deadband", "group", "description"],
        _ => ["id", "key", "oid", "syntax", "access", "index", "description"],
    };

    private Protocol Find(string protocol) => Array.Find(_protocols, of => of.Name == protocol) ?? throw new ArgumentException($"there is no protocol '{protocol}'", nameof(protocol));

    /// <summary>A mapping without a node gets the next one of its type.</summary>
    private OpcUaMapping ReadNode(MappingBody body)
    {
        var mapping = OpcUaForm.Read(body);
        if (mapping.NodeId.Length > 0)
            return mapping;
        var definition = _model.Store.TryGet(mapping.Key, out var point) ? point.Definition : new PointDefinition { Key = mapping.Key, Id = default, DataType = mapping.DataType };
        var generator = new OpcUaGenerator(new OpcUaGeneration { Namespace = mapping.Namespace }, _model.OpcUa.All.Where(other => other.Id != mapping.Id));
        return generator.TryMake(mapping.Id, definition, 0, out var made, out var error) ? mapping with { NodeId = made.NodeId } : throw new MappingRefusedException(error);
    }

    private abstract class Protocol(string name)
    {
        public string Name => name;

        public abstract int Count { get; }

        public abstract IReadOnlyList<Mapping> All { get; }

        public abstract Mapping Read(MappingBody body);

        public abstract void Check(Mapping mapping);

        public abstract void Set(Mapping mapping);

        public abstract Mapping? Remove(string id);

        public MappingView View(Mapping mapping)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                Write(writer, mapping);
                writer.WriteEndObject();
            }

            return new MappingView(name, mapping.Id, mapping.Key, JsonElement.Parse(buffer.WrittenSpan));
        }

        protected abstract void Write(Utf8JsonWriter writer, Mapping mapping);
    }

    private sealed class Protocol<T>(string name, MappingTable<T> table, Func<MappingBody, T> read, Action<T, IEnumerable<T>> check, Action<Utf8JsonWriter, T> write) : Protocol(name)
        where T : Mapping
    {
        public override int Count => table.Count;

        public override IReadOnlyList<Mapping> All => table.All;

        public override Mapping Read(MappingBody body) => read(body);

        public override void Check(Mapping mapping) => check((T)mapping, table.Beside((T)mapping));

        public override void Set(Mapping mapping) => table.Set((T)mapping, others => check((T)mapping, others));

        public override Mapping? Remove(string id) => table.Remove(id);

        protected override void Write(Utf8JsonWriter writer, Mapping mapping) => write(writer, (T)mapping);
    }
}
