using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Server.Attributes;
using Catchment.Protocols.OpcUa.Server.Subscriptions;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>Call, and the methods of the Server object. Source: OPC 10000-4, 5.11.2; OPC 10000-5, 9.1 and 9.2.</summary>
public sealed class SubscriptionMethodTests : IDisposable
{
    private static readonly NodeId GetMonitoredItems = new(11492);
    private static readonly NodeId ResendData = new(12873);
    private readonly SubscriptionScene _scene = new();
    private readonly CallService _calls;

    public SubscriptionMethodTests()
    {
        new SubscriptionMethods(_scene.Service).Add(_scene.Space);
        _calls = new CallService(_scene.Space, new OpcUaOperationLimits { MaxNodesPerMethodCall = 5 });
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void What_a_subscription_watches_is_told()
    {
        var id = _scene.SubscribeId();
        var items = new[] { _scene.WatchOne(id, Item(_scene.Number("a").Id, 70)), _scene.WatchOne(id, Item(_scene.Number("b").Id, 71)) };

        var result = Call(GetMonitoredItems, new Variant(id));

        result.StatusCode.ShouldBe(StatusCodes.Good);
        result.OutputArguments.Select(o => o.ToObject()).ShouldBe([items, new uint[] { 70, 71 }]);
        Call(new NodeId(11489), new Variant(id)).OutputArguments.Length.ShouldBe(2, "the method of the type means that of the object");
    }

    [Fact]
    public void Every_value_is_told_again_on_demand()
    {
        var id = _scene.SubscribeId();
        _scene.WatchOne(id, Item(_scene.Number("a", 7).Id));
        Numbers(_scene.Next()).ShouldBe([7.0]);

        Call(ResendData, new Variant(id)).StatusCode.ShouldBe(StatusCodes.Good);

        Numbers(_scene.Next()).ShouldBe([7.0]);
    }

    [Fact]
    public void Others_subscriptions_are_nobodys_business()
    {
        var others = _scene.SubscribeId(session: _scene.NewSession("bob"));
        foreach (var method in new[] { GetMonitoredItems, ResendData })
        {
            Call(method, new Variant(others)).StatusCode.ShouldBe(StatusCodes.BadUserAccessDenied);
            Call(method, new Variant(0u)).StatusCode.ShouldBe(StatusCodes.BadSubscriptionIdInvalid);
        }
    }

    [Fact]
    public void Calls_that_fit_no_method_are_told_with_their_code()
    {
        Call(GetMonitoredItems).StatusCode.ShouldBe(StatusCodes.BadArgumentsMissing);
        Call(GetMonitoredItems, new Variant(1u), new Variant(1u)).StatusCode.ShouldBe(StatusCodes.BadTooManyArguments);
        foreach (var wrong in new[] { new Variant(1), default, Variant.OfArray(BuiltInType.UInt32, new uint[] { 1 }) })
        {
            var result = Call(GetMonitoredItems, wrong);
            (result.StatusCode, result.InputArgumentResults.Single()).ShouldBe((StatusCodes.BadInvalidArgument, StatusCodes.BadTypeMismatch));
        }

        Call(new NodeId(99_999)).StatusCode.ShouldBe(StatusCodes.BadMethodInvalid);
        Call(StandardIds.Server).StatusCode.ShouldBe(StatusCodes.BadMethodInvalid);
        On(StandardIds.ObjectsFolder, GetMonitoredItems).StatusCode.ShouldBe(StatusCodes.BadMethodInvalid);
        On(new NodeId(2004), new NodeId(11489), new Variant(1u)).StatusCode.ShouldBe(StatusCodes.BadNotExecutable);
        On(default, GetMonitoredItems).StatusCode.ShouldBe(StatusCodes.BadNodeIdInvalid);
        On(new NodeId(99_999), GetMonitoredItems).StatusCode.ShouldBe(StatusCodes.BadNodeIdUnknown);
        Refusal(() => _calls.Call(_scene.Session, new CallRequest())).ShouldBe(StatusCodes.BadNothingToDo);
        Refusal(() => _calls.Call(_scene.Session, new CallRequest { MethodsToCall = new CallMethodRequest[6] })).ShouldBe(StatusCodes.BadTooManyOperations);
    }

    [Fact]
    public void What_can_be_called_says_so()
    {
        Executable(GetMonitoredItems).ShouldBe(new Variant(true));
        Executable(new NodeId(11489)).ShouldBe(new Variant(false));
    }

    private Variant? Executable(NodeId method) => NodeAttributes.Get(_scene.Space.Find(method)!, AttributeIds.Executable, OpcUaUser.Anonymous);

    private CallMethodResult Call(NodeId method, params Variant[] inputs) => On(StandardIds.Server, method, inputs);

    private CallMethodResult On(NodeId owner, NodeId method, params Variant[] inputs) =>
        _calls.Call(_scene.Session, new CallRequest { MethodsToCall = [new CallMethodRequest { ObjectId = owner, MethodId = method, InputArguments = inputs }] }).Results.Single();
}
