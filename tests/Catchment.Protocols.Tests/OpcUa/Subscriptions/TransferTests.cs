using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using static Catchment.Protocols.Tests.OpcUa.Subscriptions.SubscriptionScene;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>TransferSubscriptions. Source: OPC 10000-4, 5.14.7.</summary>
public sealed class TransferTests : IDisposable
{
    private readonly SubscriptionScene _scene = new(new OpcUaSubscriptionLimits { MaxSubscriptionsPerSession = 3, AnonymousTransferWithoutSecurity = true });

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_subscription_goes_on_in_another_session_with_all_that_was_not_acknowledged()
    {
        var node = _scene.Number("a", 1);
        var id = _scene.SubscribeId();
        _scene.WatchOne(id, Item(node.Id));
        _scene.Next();
        var waiting = _scene.Publish();
        var other = _scene.NewSession();

        var result = Transfer(other, id);

        result.StatusCode.ShouldBe(StatusCodes.Good);
        result.AvailableSequenceNumbers.ShouldBe([1u]);
        StatusChange(Answer(waiting)).ShouldBe(StatusCodes.GoodSubscriptionTransferred);
        Answer(waiting).SubscriptionId.ShouldBe(id);
        Fault(_scene.Publish()).ShouldBe(StatusCodes.BadNoSubscription);
        Numbers(new PublishResponse
        {
            NotificationMessage = _scene.Service.Republish(other, new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = 1 }).NotificationMessage,
        }).ShouldBe([1.0]);
        node.Set(new DataValue(new Variant(2.0)));
        var next = _scene.Next(other);
        Numbers(next).ShouldBe([2.0]);
        next.NotificationMessage.SequenceNumber.ShouldBe(2u);
        Refusal(() => _scene.Service.Modify(_scene.Session, new ModifySubscriptionRequest { SubscriptionId = id })).ShouldBe(StatusCodes.BadSubscriptionIdInvalid);
    }

    [Fact]
    public void The_old_session_is_told_with_its_next_request()
    {
        var id = _scene.SubscribeId();
        Transfer(_scene.NewSession(), id).StatusCode.ShouldBe(StatusCodes.Good);

        StatusChange(Answer(_scene.Publish())).ShouldBe(StatusCodes.GoodSubscriptionTransferred);
        Fault(_scene.Publish()).ShouldBe(StatusCodes.BadNoSubscription);
    }

    [Fact]
    public void What_a_lost_session_left_is_taken_over_with_nothing_lost()
    {
        var node = _scene.Number("a", 1);
        var id = _scene.SubscribeId(keepAlive: 5, lifetime: 15);
        _scene.WatchOne(id, Item(node.Id, queue: 20));
        _scene.Next();
        _scene.Service.SessionClosed(_scene.Session, deleteSubscriptions: false);
        for (var i = 2; i < 10; i++)
        {
            node.Set(new DataValue(new Variant((double)i)));
            _scene.Cycle();
        }

        var other = _scene.NewSession();
        Transfer(other, id).StatusCode.ShouldBe(StatusCodes.Good);

        Numbers(Answer(_scene.Publish(other))).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9]);
        _scene.Cycle(14);
        _scene.Service.Budget.Subscriptions.ShouldBe(1, "its lifetime began anew");
    }

    [Fact]
    public void Requests_that_wait_in_the_new_session_get_what_waited()
    {
        var id = _scene.SubscribeId();
        _scene.WatchOne(id, Item(_scene.Number("a", 4).Id));
        _scene.Cycle();
        var other = _scene.NewSession();
        _scene.SubscribeId(session: other);
        _scene.Next(other);
        var waiting = _scene.Publish(other);

        Transfer(other, id).AvailableSequenceNumbers.ShouldBeEmpty();

        Answer(waiting).SubscriptionId.ShouldBe(id);
        Numbers(Answer(waiting)).ShouldBe([4.0]);
    }

    [Fact]
    public void Initial_values_are_sent_where_nothing_newer_waits()
    {
        var quiet = _scene.Number("quiet", 1);
        var lively = _scene.Number("lively", 2);
        var silent = _scene.Number("silent", 3);
        var id = _scene.SubscribeId();
        _scene.WatchOne(id, Item(quiet.Id, 1));
        _scene.WatchOne(id, Item(lively.Id, 2));
        _scene.WatchOne(id, Item(silent.Id, 3, mode: MonitoringMode.Sampling));
        _scene.Next();
        lively.Set(new DataValue(new Variant(20.0)));
        _scene.Cycle();
        var other = _scene.NewSession();

        Transfer(other, id, sendInitialValues: true);

        var first = _scene.Next(other);
        Notifications(first).OrderBy(n => n.ClientHandle).Select(n => (n.ClientHandle, n.Value.Value.ToObject())).ShouldBe([(1u, 1.0), (2u, 20.0)]);
    }

    [Fact]
    public void Without_the_wish_for_them_none_are_sent_again()
    {
        var id = _scene.SubscribeId(keepAlive: 1);
        _scene.WatchOne(id, Item(_scene.Number("a").Id));
        _scene.Next();
        var other = _scene.NewSession();
        Transfer(other, id);

        Notifications(_scene.Next(other)).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_same_user_takes_over()
    {
        var mine = _scene.NewSession("ada");
        var id = _scene.SubscribeId(session: mine);

        Transfer(_scene.NewSession("bob"), id).StatusCode.ShouldBe(StatusCodes.BadUserAccessDenied);
        Transfer(_scene.NewSession(), id).StatusCode.ShouldBe(StatusCodes.BadUserAccessDenied);
        Transfer(_scene.NewSession("ada"), id).StatusCode.ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void Without_a_user_only_the_same_application_takes_over()
    {
        var id = _scene.SubscribeId();
        Transfer(_scene.NewSession(application: "urn:other"), id).StatusCode.ShouldBe(StatusCodes.BadUserAccessDenied);
        Transfer(_scene.NewSession(), id).StatusCode.ShouldBe(StatusCodes.Good);
        var ada = _scene.SubscribeId(session: _scene.NewSession("ada"));
        Transfer(_scene.NewSession("ada", "urn:other"), ada).StatusCode.ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void Unless_it_is_allowed_the_application_has_to_be_proved()
    {
        using var scene = new SubscriptionScene();
        var plain = scene.SubscribeId();
        var safe = scene.SubscribeId(session: scene.NewSession(policy: SecurityPolicy.Basic256Sha256));
        StatusCode Take(uint id, SecurityPolicy? policy) =>
            scene.Service.Transfer(scene.NewSession(policy: policy), new TransferSubscriptionsRequest { SubscriptionIds = [id] }).Results.Single().StatusCode;

        Take(plain, null).ShouldBe(StatusCodes.BadUserAccessDenied);
        Take(plain, SecurityPolicy.Basic256Sha256).ShouldBe(StatusCodes.BadUserAccessDenied);
        Take(safe, null).ShouldBe(StatusCodes.BadUserAccessDenied);
        Take(safe, SecurityPolicy.Basic256Sha256).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void What_can_not_be_had_is_told_one_by_one()
    {
        var mine = _scene.SubscribeId();
        var other = _scene.NewSession();
        _scene.SubscribeId(session: other);
        _scene.SubscribeId(session: other);
        var second = _scene.SubscribeId();

        _scene.Service.Transfer(other, new TransferSubscriptionsRequest { SubscriptionIds = [0, mine, mine, second] }).Results.Select(r => r.StatusCode)
            .ShouldBe([StatusCodes.BadSubscriptionIdInvalid, StatusCodes.Good, StatusCodes.BadNothingToDo, StatusCodes.BadTooManySubscriptions]);
        _scene.Service.SessionClosed(other, deleteSubscriptions: false);
        Transfer(other, second).StatusCode.ShouldBe(StatusCodes.BadSessionClosed);
    }

    private TransferResult Transfer(ServerSession to, uint id, bool sendInitialValues = false) =>
        _scene.Service.Transfer(to, new TransferSubscriptionsRequest { SubscriptionIds = [id], SendInitialValues = sendInitialValues }).Results.Single();
}
