using System.Globalization;
using System.Text.Json;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.Tests.OpcUa.Messages;

/// <summary>Each structure as another implementation of the standard (node-opcua 2.186) writes it, with what it put in.</summary>
public sealed class MessageVectorTests
{
    private static readonly JsonElement Vectors =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "OpcUa", "Vectors", "messages.json"))).RootElement;

    public static TheoryData<string> Names => [.. Vectors.EnumerateArray().Select(vector => vector.GetProperty("type").GetString()!)];

    [Fact]
    public void Every_structure_has_its_vector() =>
        Vectors.EnumerateArray().Select(vector => vector.GetProperty("type").GetString()!).Order(StringComparer.Ordinal)
            .ShouldBe(Structures.All.Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_member_is_read_in_its_place_and_written_back_the_same(string name)
    {
        var vector = Vectors.EnumerateArray().Single(vector => vector.GetProperty("type").GetString() == name);
        var bytes = Convert.FromHexString(vector.GetProperty("hex").GetString()!);
        var read = Structures.Decode(Structures.Named(name), bytes);

        read.BinaryEncodingId.ShouldBe(vector.GetProperty("encoding").GetUInt32());
        Compare(vector.GetProperty("fields"), read, name);
        Convert.ToHexStringLower(Structures.Encode(read)).ShouldBe(vector.GetProperty("hex").GetString());
    }

    private static void Compare(JsonElement expected, object? actual, string place)
    {
        switch (actual)
        {
            case null:
                expected.ValueKind.ShouldBe(JsonValueKind.Null, place);
                break;
            case byte[] bytes:
                Convert.ToBase64String(bytes).ShouldBe(expected.GetString(), place);
                break;
            case Array array:
                array.Length.ShouldBe(expected.GetArrayLength(), place);
                for (var i = 0; i < array.Length; i++)
                    Compare(expected[i], array.GetValue(i), $"{place}[{i}]");
                break;
            case Enum or int or byte or sbyte or short or ushort or uint or float or double:
                Convert.ToDouble(actual, CultureInfo.InvariantCulture).ShouldBe(expected.GetDouble(), place);
                break;
            case long number:
                number.ToString(CultureInfo.InvariantCulture).ShouldBe(expected.GetString(), place);
                break;
            case bool flag:
                flag.ShouldBe(expected.GetBoolean(), place);
                break;
            case DateTime time:
                time.ShouldBe(expected.GetDateTime(), place);
                break;
            case string or NodeId:
                actual.ToString().ShouldBe(expected.GetString(), place);
                break;
            case StatusCode status:
                status.Value.ShouldBe(expected.GetUInt32(), place);
                break;
            case Variant variant:
                variant.Type.ToString().ShouldBe(expected.GetProperty("type").GetString(), place);
                Compare(expected.GetProperty("value"), variant.ToObject(), place);
                if (variant.Dimensions is { } dimensions)
                    Compare(expected.GetProperty("dimensions"), dimensions, place);
                break;
            case DataValue value:
                Compare(expected.GetProperty("value"), value.Value, place);
                Compare(expected.GetProperty("status"), value.Status, place);
                Compare(expected.GetProperty("sourceTimestamp"), value.SourceTimestamp, place);
                Compare(expected.GetProperty("serverTimestamp"), value.ServerTimestamp, place);
                break;
            case ExtensionObject container:
                var structure = StructureTypes.Decode(container, new OpcUaLimits()).ShouldNotBeNull(place);
                structure.GetType().Name.ShouldBe(expected.GetProperty("structure").GetString(), place);
                container.TypeId.ShouldBe(new NodeId(expected.GetProperty("typeId").GetUInt32()), place);
                Compare(expected.GetProperty("fields"), structure, place);
                break;
            case ExpandedNodeId id:
                id.NodeId.ToString().ShouldBe(expected.GetProperty("nodeId").GetString(), place);
                id.NamespaceUri.ShouldBe(expected.GetProperty("namespaceUri").GetString(), place);
                id.ServerIndex.ShouldBe(expected.GetProperty("serverIndex").GetUInt32(), place);
                break;
            default:
                CompareMembers(expected, actual, place);
                break;
        }
    }

    private static void CompareMembers(JsonElement expected, object actual, string place)
    {
        var members = actual.GetType().GetProperties().Where(member => member.Name is not nameof(IUaStructure.BinaryEncodingId) && !member.GetMethod!.IsStatic).ToArray();
        foreach (var member in expected.EnumerateObject())
        {
            var property = members.SingleOrDefault(property => property.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)).ShouldNotBeNull($"{place}.{member.Name}");
            Compare(member.Value, property.GetValue(actual), $"{place}.{member.Name}");
        }

        if (actual is IUaStructure)
            members.Length.ShouldBe(expected.EnumerateObject().Count(), place);
    }
}
