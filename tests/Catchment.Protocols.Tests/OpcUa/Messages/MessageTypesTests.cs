using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.Tests.OpcUa.Messages;

public sealed class MessageTypesTests
{
    private static readonly OpcUaLimits Limits = new();

    public static TheoryData<string> Requests => [.. Structures.All.Where(type => type.IsAssignableTo(typeof(IServiceRequest))).Select(type => type.Name)];

    public static TheoryData<string> Responses => [.. Structures.All.Where(type => type.IsAssignableTo(typeof(IServiceResponse))).Select(type => type.Name)];

    public static byte[] Encode(IUaStructure message)
    {
        using var writer = new UaWriter();
        MessageTypes.Encode(writer, message);
        return writer.Written.ToArray();
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_known_by_its_encoding(string name)
    {
        var request = (IServiceRequest)Activator.CreateInstance(Structures.Named(name))!;
        request.RequestHeader = new RequestHeader { RequestHandle = 17 };
        var read = MessageTypes.DecodeRequest(Encode(request), Limits);
        read.GetType().Name.ShouldBe(name);
        read.RequestHeader.RequestHandle.ShouldBe(17u);
        Should.Throw<OpcUaException>(() => MessageTypes.DecodeResponse(Encode(request), Limits)).Status.ShouldBe(StatusCodes.BadUnknownResponse);
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void A_response_is_known_by_its_encoding(string name)
    {
        var response = (IServiceResponse)Activator.CreateInstance(Structures.Named(name))!;
        response.ResponseHeader = new ResponseHeader { RequestHandle = 17, ServiceResult = StatusCodes.BadTimeout };
        var read = MessageTypes.DecodeResponse(Encode(response), Limits);
        read.GetType().Name.ShouldBe(name);
        read.ResponseHeader.RequestHandle.ShouldBe(17u);
        read.ResponseHeader.ServiceResult.ShouldBe(StatusCodes.BadTimeout);
    }

    [Theory]
    [InlineData("i=437", 437)]
    [InlineData("i=488", 488)]
    [InlineData("ns=1;i=631", 0)]
    [InlineData("s=ReadRequest", 0)]
    public void A_request_of_a_service_that_there_is_not_is_told_by_its_header(string encoding, uint number)
    {
        using var writer = new UaWriter();
        writer.Write(NodeId.Parse(encoding));
        new RequestHeader { RequestHandle = 17 }.Encode(writer);
        writer.Write("what follows");
        var request = MessageTypes.DecodeRequest(writer.Written, Limits).ShouldBeOfType<UnsupportedRequest>();
        request.BinaryEncodingId.ShouldBe(number);
        request.RequestHeader.RequestHandle.ShouldBe(17u);
    }

    [Fact]
    public void The_header_of_a_broken_request_can_be_read()
    {
        var whole = Encode(new ReadRequest { RequestHeader = new() { RequestHandle = 17 }, NodesToRead = [new() { AttributeId = 13 }] });
        var broken = whole[..^1];
        Should.Throw<OpcUaException>(() => MessageTypes.DecodeRequest(broken, Limits)).Status.ShouldBe(StatusCodes.BadDecodingError);
        MessageTypes.DecodeHeader(broken, Limits).ShouldNotBeNull().RequestHandle.ShouldBe(17u);
        MessageTypes.DecodeHeader(whole.AsSpan(0, 10), Limits).ShouldBeNull();
    }

    [Fact]
    public void A_structure_is_found_where_any_may_stand()
    {
        var filter = new DataChangeFilter { Trigger = DataChangeTrigger.StatusValue, DeadbandType = DeadbandType.Percent, DeadbandValue = 2.5 };
        var encoded = new ExtensionObject(new NodeId(DataChangeFilter.EncodingId), Structures.Encode(filter));
        StructureTypes.Decode(encoded, Limits).ShouldBe(filter);
        StructureTypes.Decode(new ExtensionObject(filter), Limits).ShouldBeSameAs(filter);

        StructureTypes.Decode(null, Limits).ShouldBeNull();
        StructureTypes.Decode(new ExtensionObject(new NodeId(DataChangeFilter.EncodingId), null), Limits).ShouldBeNull();
        StructureTypes.Decode(new ExtensionObject(new NodeId(DataChangeFilter.EncodingId), encoded.Body, isXml: true), Limits).ShouldBeNull();
        StructureTypes.Decode(new ExtensionObject(new NodeId(DataChangeFilter.EncodingId, 1), encoded.Body), Limits).ShouldBeNull();
        StructureTypes.Decode(new ExtensionObject(new NodeId(StructureTypes.EventFilter), encoded.Body), Limits).ShouldBeNull();
        Should.Throw<OpcUaException>(() => StructureTypes.Decode(new ExtensionObject(encoded.TypeId, encoded.Body![..^1]), Limits))
            .Status.ShouldBe(StatusCodes.BadDecodingError);
    }
}
