using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class OpcUaClientReconnectTests
{
    private static readonly OpcUaSubscriptionOptions Quick = new() { PublishingInterval = TimeSpan.FromMilliseconds(50) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_connection_comes_back_with_its_session_and_nothing_is_missed(bool isSecured)
    {
        await using var scene = ClientScene.Open();
        var counter = scene.Add("counter", new Variant(0));
        await using var client = await scene.ConnectAsync(isSecured ? scene.Secured(MessageSecurityMode.SignAndEncrypt) : scene.Options);
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        await subscription.AddAsync([OpcUaSubscriptionTests.Item(counter.Id)]);
        var session = client.SessionId;
        List<int> seen = [];
        for (var i = 1; i <= 5; i++)
        {
            var connections = scene.Observer.States.Count(s => s == OpcUaClientState.Connected);
            counter.Set(new DataValue(new Variant(i)));
            scene.Relay.Cut();
            await OpcUaSubscriptionTests.ReadUntilAsync(subscription, told =>
            {
                seen.Add(OpcUaSubscriptionTests.Number(told));
                return seen[^1] == i;
            });
            await Eventually.TrueAsync(() => scene.Observer.States.Count(s => s == OpcUaClientState.Connected) > connections);
        }

        OpcUaSubscriptionTests.ShouldRise(seen);
        client.SessionId.ShouldBe(session);
        (scene.Observer.Recreated, scene.Observer.Lost).ShouldBe((0, 0));
        scene.Server.Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task Messages_that_were_on_their_way_when_the_connection_was_lost_are_repeated()
    {
        await using var scene = ClientScene.Open();
        var counter = scene.Add("counter", new Variant(0));
        await using var client = await scene.ConnectAsync();
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        await subscription.AddAsync([OpcUaSubscriptionTests.Item(counter.Id)]);
        using var counting = new CancellationTokenSource();
        var last = 0;
        var source = OpcUaSubscriptionTests.CountAsync(counter, n => Volatile.Write(ref last, n), counting.Token);
        List<int> seen = [];
        for (var i = 0; i < 20; i++)
        {
            scene.Relay.Cut();
            var now = Volatile.Read(ref last);
            await OpcUaSubscriptionTests.ReadUntilAsync(subscription, told =>
            {
                seen.Add(OpcUaSubscriptionTests.Number(told));
                return seen[^1] >= now;
            });
        }

        await counting.CancelAsync();
        await source;
        OpcUaSubscriptionTests.ShouldRise(seen);
        (scene.Observer.Recreated, scene.Observer.Lost).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Subscriptions_are_taken_over_into_another_session_when_theirs_is_gone()
    {
        await using var scene = ClientScene.Open(o => o with { SubscriptionLimits = new OpcUaSubscriptionLimits { AnonymousTransferWithoutSecurity = true } });
        var counter = scene.Add("counter", new Variant(0));
        await using var client = await scene.ConnectAsync();
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        await subscription.AddAsync([OpcUaSubscriptionTests.Item(counter.Id)]);
        await OpcUaSubscriptionTests.LatestAsync(subscription, 1, _ => true);
        var (session, id) = (client.SessionId, subscription.Id);
        await using (var thief = await TestChannel.OpenAsync(scene.Server.Endpoints[0]))
        {
            thief.Token = client.Current!.Session.Token;
            await thief.ActivateAsync();
            await thief.AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = false });
        }

        counter.Set(new DataValue(new Variant(1)));
        (await subscription.ReadAsync().AsTask().InTimeAsync()).ShouldHaveSingleItem().Value.Value.ShouldBe(new Variant(1));
        await Eventually.TrueAsync(() => client.State == OpcUaClientState.Connected);
        client.SessionId.ShouldNotBe(session);
        subscription.Id.ShouldBe(id);
        scene.Observer.Recreated.ShouldBe(0);
    }

    [Fact]
    public async Task Everything_is_made_anew_at_a_server_that_was_restarted()
    {
        await using var scene = ClientScene.Open();
        scene.Add("a", new Variant(1));
        await using var client = await scene.ConnectAsync();
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        var items = await subscription.AddAsync([OpcUaSubscriptionTests.Item(ClientScene.Id("a")), OpcUaSubscriptionTests.Item(ClientScene.Id("b"))]);
        items.Select(i => i.Status).ShouldBe([StatusCodes.Good, StatusCodes.BadNodeIdUnknown]);
        await OpcUaSubscriptionTests.LatestAsync(subscription, 1, _ => true);
        await scene.RestartAsync();
        scene.Add("b", new Variant(2));
        await Eventually.TrueAsync(() => !scene.Observer.Failures.IsEmpty);
        Should.Throw<OpcUaException>(() => { _ = client.ReadAsync([ClientScene.Id("b")]); }).Status.ShouldBe(StatusCodes.BadNotConnected);
        scene.Relay.Target = scene.Server.Endpoints[0];
        var told = await subscription.ReadAsync().AsTask().InTimeAsync();
        (told.ShouldHaveSingleItem().Item, told[0].Value.Value).ShouldBe((items[1], new Variant(2)));
        await Eventually.TrueAsync(() => client.State == OpcUaClientState.Connected);
        items.Select(i => i.Status).ShouldBe([StatusCodes.BadNodeIdUnknown, StatusCodes.Good]);
        scene.Observer.Recreated.ShouldBe(1);
        (await client.ReadAsync([ClientScene.Id("b")]))[0].Value.ShouldBe(new Variant(2));
    }

    [Fact]
    public async Task A_subscription_that_the_server_ended_is_made_anew()
    {
        await using var scene = ClientScene.Open();
        scene.Add("a", new Variant(1));
        await using var client = await scene.ConnectAsync();
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        await subscription.AddAsync([OpcUaSubscriptionTests.Item(ClientScene.Id("a"))]);
        await OpcUaSubscriptionTests.LatestAsync(subscription, 1, _ => true);
        await client.Current!.AskAsync<DeleteSubscriptionsResponse>(new DeleteSubscriptionsRequest { SubscriptionIds = [subscription.Id] }, CancellationToken.None);
        (await subscription.ReadAsync().AsTask().InTimeAsync()).ShouldHaveSingleItem().Value.Value.ShouldBe(new Variant(1));
        await Eventually.TrueAsync(() => scene.Observer.Recreated == 1);
        client.State.ShouldBe(OpcUaClientState.Connected);
    }

    [Fact]
    public async Task Each_change_of_state_is_told_once_and_in_order()
    {
        await using var scene = ClientScene.Open();
        var client = await scene.ConnectAsync();
        scene.Relay.Target = null;
        scene.Relay.Cut();
        await Eventually.TrueAsync(() => scene.Observer.Failures.Count >= 3);
        scene.Relay.Target = scene.Server.Endpoints[0];
        await Eventually.TrueAsync(() => client.State == OpcUaClientState.Connected);
        await client.DisposeAsync();
        await client.DisposeAsync();
        scene.Observer.States.ShouldBe(
        [
            OpcUaClientState.Connecting, OpcUaClientState.Connected, OpcUaClientState.Reconnecting, OpcUaClientState.Connected, OpcUaClientState.Closed,
        ]);
        scene.Server.Sessions.ShouldBe(0);
    }

    [Fact]
    public async Task Tries_are_made_after_the_delays_of_the_options_by_their_clock()
    {
        await using var scene = ClientScene.Open();
        var time = new ManualTime();
        var delays = new[] { TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(61) };
        await using var client = await scene.ConnectAsync(scene.Options with { ReconnectDelays = delays, Time = time, KeepAliveInterval = TimeSpan.FromHours(1) });
        scene.Relay.Target = null;
        scene.Relay.Cut();
        foreach (var delay in delays.Append(delays[^1]))
        {
            var failures = scene.Observer.Failures.Count;
            await time.TimerSetAsync(delay);
            time.Advance(delay);
            await Eventually.TrueAsync(() => scene.Observer.Failures.Count > failures);
        }

        client.State.ShouldBe(OpcUaClientState.Reconnecting);
        scene.Relay.Target = scene.Server.Endpoints[0];
        await time.TimerSetAsync(delays[^1]);
        time.Advance(delays[^1]);
        await Eventually.TrueAsync(() => client.State == OpcUaClientState.Connected);
    }
}
