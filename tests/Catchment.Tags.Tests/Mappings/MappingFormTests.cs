using System.Text.Json;
using System.Text.Json.Nodes;
using Catchment.Tags.Mappings;

namespace Catchment.Tags.Tests.Mappings;

/// <summary>Mappings as clients send them.</summary>
public sealed class MappingFormTests
{
    [Theory]
    [InlineData("""{"register_address":"x","key":"","id":""}""", "id required")]
    [InlineData("""{"id":5,"key":"k"}""", "id required")]
    [InlineData("""{"id":"i","key":null,"register_address":"x"}""", "key required")]
    [InlineData("""{"id":"i","key":"a\nb"}""", "key must have 1 to 1024 characters and no control characters")]
    [InlineData("""{"id":"i","key":"k","register_address":true}""", "register_address must be integer")]
    [InlineData("""{"id":"i","key":"k","register_address":1e2}""", "register_address must be integer")]
    [InlineData("""{"id":"i","key":"k","register_address":-1}""", "register_address must be 0 to 65535")]
    [InlineData("""{"id":"i","key":"k","register_address":99999999999999999999}""", "register_address must be 0 to 65535")]
    [InlineData("""{"id":"i","key":"k","register_address":65535,"data_type":"float32"}""", "registers 65535-65536 end beyond 65535")]
    [InlineData("""{"id":"i","key":"k","register_address":1,"function_code":5}""", "function_code must be 1 to 4")]
    [InlineData("""{"id":"i","key":"k","register_address":1,"scaling_factor":0}""", "scaling_factor must not be 0")]
    [InlineData("""{"id":"i","key":"k","register_address":1,"scaling_factor":1e999}""", "scaling_factor must be a number")]
    [InlineData("""{"id":"i","key":"k","register_address":1,"data_type":7}""", "data_type must be a string")]
    [InlineData("""{"id":"i","key":"k","register_address":1,"length":0}""", "length must be 1 to 65536")]
    public void Modbus_mappings_are_checked_in_their_order(string json, string error) => Refusal(json, ModbusForm.Read).ShouldBe(error);

    [Theory]
    [InlineData("""{"id":"i","key":"k","ioa":0}""", "ioa must be 1 to 16777215")]
    [InlineData("""{"id":"i","key":"k","ioa":16777216}""", "ioa must be 1 to 16777215")]
    [InlineData("""{"id":"i","key":"k","ioa":1,"quality":1}""", "quality must be a boolean")]
    [InlineData("""{"id":"i","key":"k","ioa":1,"deadband":-1}""", "deadband must not be below 0")]
    [InlineData("""{"id":"i","key":"k","ioa":1,"common_address":65535}""", "common_address must be 1 to 65534")]
    [InlineData("""{"id":"i","key":"k","ioa":1,"type_id":13}""", "type_id must be a string")]
    public void IEC_mappings_are_checked(string json, string error) => Refusal(json, Iec104Form.Read).ShouldBe(error);

    [Theory]
    [InlineData("""{"id":"i","key":"k","oid":""}""", "oid required")]
    [InlineData("""{"id":"i","key":"k","oid":"1"}""", "oid must be dotted numbers with at least two arcs")]
    [InlineData("""{"id":"i","key":"k","oid":"1.3.x"}""", "oid must be dotted numbers with at least two arcs")]
    [InlineData("""{"id":"i","key":"k","oid":"1..3"}""", "oid must be dotted numbers with at least two arcs")]
    [InlineData("""{"id":"i","key":"k","oid":"3.1"}""", "oid must be dotted numbers with at least two arcs")]
    [InlineData("""{"id":"i","key":"k","oid":"1.40"}""", "oid must be dotted numbers with at least two arcs")]
    [InlineData("""{"id":"i","key":"k","oid":"1.3.4294967296"}""", "oid must be dotted numbers with at least two arcs")]
    [InlineData("""{"id":"i","key":"k","oid":"1.3","index":-1}""", "index must be 0 to 4294967295")]
    public void SNMP_mappings_are_checked(string json, string error) => Refusal(json, SnmpForm.Read).ShouldBe(error);

    [Theory]
    [InlineData("""{"id":"i","key":"k","node_id":"x"}""", "node_id must be ns=N;i=NUMBER or ns=N;s=TEXT")]
    [InlineData("""{"id":"i","key":"k","node_id":"ns=2;i=4294967296"}""", "node_id must be ns=N;i=NUMBER or ns=N;s=TEXT")]
    [InlineData("""{"id":"i","key":"k","node_id":"ns=65536;i=1"}""", "node_id must be ns=N;i=NUMBER or ns=N;s=TEXT")]
    [InlineData("""{"id":"i","key":"k","node_id":"s="}""", "node_id must be ns=N;i=NUMBER or ns=N;s=TEXT")]
    [InlineData("""{"id":"i","key":"k","namespace":-1}""", "namespace must be 0 to 65535")]
    [InlineData("""{"id":"i","key":"k","value_rank":-4}""", "value_rank must be -3 to 2147483647")]
    public void OPC_UA_mappings_are_checked(string json, string error) => Refusal(json, OpcUaForm.Read).ShouldBe(error);

    [Fact]
    public void The_web_forms_members_are_taken()
    {
        var mapping = Iec104Form.Read(Body("""{"id":"i","key":"k","ioa":7,"type_id":"M_SP_NA_1","data_type":"bool","access":"rw","scaling_factor":"2.5","endianess":"big","description":"d"}"""));

        (mapping.Ioa, mapping.Type, mapping.Access, mapping.ScalingFactor, mapping.Description).ShouldBe((7, "M_SP_NA_1", "rw", 2.5, "d"));
        Iec104Form.Read(Body("""{"id":"i","key":"k","ioa":7,"type":"M_DP_NA_1","type_id":"M_SP_NA_1"}""")).Type.ShouldBe("M_DP_NA_1");
    }

    [Fact]
    public void Unknown_words_are_kept_as_sent_and_told()
    {
        var body = Body("""{"id":"i","key":"k","register_address":1,"data_type":"int17","access":"w","endianess":"ABCD"}""");

        var mapping = ModbusForm.Read(body);

        (mapping.DataType, mapping.Access).ShouldBe(("int17", "w"));
        body.UnknownWords.ShouldBe(["data_type 'int17'", "access 'w'"]);
    }

    [Theory]
    [InlineData("ns=2;i=100", "i=0100", true)]
    [InlineData("s=A", "ns=2;s=A", true)]
    [InlineData("s=A", "ns=2;s=a", false)]
    [InlineData("ns=3;i=100", "i=100", false)]
    [InlineData("g=72962B91-FA75-4AE6-8D28-B404DC7DAF63", "g=72962b91-fa75-4ae6-8d28-b404dc7daf63", true)]
    public void A_node_is_one_in_every_spelling(string taken, string wanted, bool isSame)
    {
        var other = new OpcUaMapping { Id = "o", Key = "other", NodeId = taken, BrowseName = "o", DisplayName = "o" };
        var check = () => OpcUaForm.Check(other with { Id = "i", Key = "k", NodeId = wanted }, [other]);

        if (isSame)
            check.ShouldThrow<MappingRefusedException>().Message.ShouldEndWith("already used by key 'other'");
        else
            check.ShouldNotThrow();
    }

    [Fact]
    public void An_object_is_one_in_every_spelling()
    {
        var taken = new SnmpMapping { Id = "o", Key = "other", Oid = "1.3.6.1", Index = 4 };

        Should.Throw<MappingRefusedException>(() => SnmpForm.Check(taken with { Id = "i", Oid = "1.3.06.1.4", Index = null }, [taken])).Message.ShouldBe("OID 1.3.6.1.4 already used by key 'other'");
        Should.NotThrow(() => SnmpForm.Check(taken with { Id = "i", Index = 5 }, [taken]));
        var object104 = new Iec104Mapping { Id = "o", Key = "other", Ioa = 9 };
        Should.Throw<MappingRefusedException>(() => Iec104Form.Check(object104 with { Id = "i" }, [object104]));
        Should.NotThrow(() => Iec104Form.Check(object104 with { Id = "i", CommonAddress = 2 }, [object104]));
    }

    [Theory]
    [InlineData("modbus")]
    [InlineData("opcua")]
    [InlineData("iec104")]
    [InlineData("snmp")]
    public void The_samples_come_back_as_they_were_sent(string protocol)
    {
        foreach (var sample in JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "sample_mappings.json")))![protocol]!.AsArray())
        {
            var sent = sample!["map"]!.AsObject();
            var written = Written(protocol, Body(sent.ToJsonString()));
            foreach (var (member, value) in sent.Where(static member => member.Key != "id"))
                JsonNode.DeepEquals(written[member], value).ShouldBeTrue($"{member}: {written[member]?.ToJsonString()} instead of {value?.ToJsonString()}");
        }
    }

    private static JsonObject Written(string protocol, MappingBody body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            switch (protocol)
            {
                case "modbus":
                    ModbusForm.Write(writer, ModbusForm.Read(body));
                    break;
                case "opcua":
                    OpcUaForm.Write(writer, OpcUaForm.Read(body));
                    break;
                case "iec104":
                    Iec104Form.Write(writer, Iec104Form.Read(body));
                    break;
                default:
                    SnmpForm.Write(writer, SnmpForm.Read(body));
                    break;
            }

            writer.WriteEndObject();
        }

        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    private static string Refusal<T>(string json, Func<MappingBody, T> read) => Should.Throw<MappingRefusedException>(() => read(Body(json))).Message;

    private static MappingBody Body(string json) => new(JsonDocument.Parse(json).RootElement);
}
