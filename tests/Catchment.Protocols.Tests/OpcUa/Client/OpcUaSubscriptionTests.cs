using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class OpcUaSubscriptionTests
{
    private static readonly OpcUaSubscriptionOptions Quick = new() { PublishingInterval = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public async Task A_thousand_items_tell_their_first_values_and_their_changes()
    {
        await using var scene = ClientScene.Open();
        ValueNode[] nodes = [.. Enumerable.Range(0, 1_000).Select(i => scene.Add($"n{i}", new Variant(i)))];
        await using var client = await scene.ConnectAsync(scene.Options with { MaxOperationsPerRequest = 300 });
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        subscription.PublishingInterval.ShouldBe(TimeSpan.FromMilliseconds(50));
        var items = await subscription.AddAsync([.. nodes.Select(n => Item(n.Id))]);
        items.ShouldAllBe(i => i.Status.IsGood && i.QueueSize == 1_000);
        (await LatestAsync(subscription, 1_000, v => true)).ShouldBe(Enumerable.Range(0, 1_000).ToDictionary(i => ClientScene.Id($"n{i}"), i => new Variant(i)), ignoreOrder: true);
        for (var i = 0; i < 1_000; i++)
            nodes[i].Set(new DataValue(new Variant(-i - 1)));
        (await LatestAsync(subscription, 1_000, v => v.TryGetNumber(out var n) && n < 0)).Count.ShouldBe(1_000);
    }

    [Fact]
    public async Task Items_that_fail_carry_their_status_and_the_others_are_looked_at()
    {
        await using var scene = ClientScene.Open();
        var text = scene.Add("text", new Variant("a"));
        var level = scene.Add("level", new Variant(1.0));
        await using var client = await scene.ConnectAsync();
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        var items = await subscription.AddAsync(
        [
            Item(ClientScene.Id("nowhere")),
            Item(level.Id) with { Deadband = OpcUaDeadband.Percent, DeadbandValue = 10 },
            Item(text.Id),
            Item(level.Id) with { AttributeId = 99 },
        ]);
        items[0].Status.ShouldBe(StatusCodes.BadNodeIdUnknown);
        items[1].Status.IsBad.ShouldBeTrue();
        items[2].Status.ShouldBe(StatusCodes.Good);
        items[3].Status.ShouldBe(StatusCodes.BadAttributeIdInvalid);
        var told = await subscription.ReadAsync().AsTask().InTimeAsync();
        told.ShouldHaveSingleItem().Item.ShouldBeSameAs(items[2]);
    }

    [Fact]
    public async Task A_deadband_holds_small_changes_back()
    {
        await using var scene = ClientScene.Open();
        var level = scene.Add("level", new Variant(10.0));
        var mark = scene.Add("mark", new Variant(0));
        await using var client = await scene.ConnectAsync();
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        var items = await subscription.AddAsync([Item(level.Id) with { Deadband = OpcUaDeadband.Absolute, DeadbandValue = 5 }, Item(mark.Id)]);
        List<double> levels = [];
        for (var i = 1; i <= 20; i++)
        {
            level.Set(new DataValue(new Variant(10.0 + i)));
            mark.Set(new DataValue(new Variant(i)));
            await ReadUntilAsync(subscription, n =>
            {
                if (n.Item == items[0] && n.Value.Value.TryGetNumber(out var value))
                    levels.Add(value);
                return n.Item == items[1] && n.Value.Value == new Variant(i);
            });
        }

        levels.Count.ShouldBeInRange(1, 4);
        levels.Zip(levels.Skip(1)).ShouldAllBe(p => p.Second - p.First > 5);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_sent_no_more_and_misses_nothing_later()
    {
        await using var scene = ClientScene.Open();
        var counter = scene.Add("counter", new Variant(0));
        await using var client = await scene.ConnectAsync(scene.Options with { PublishWindow = 2 });
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        await subscription.AddAsync([Item(counter.Id)]);
        using var counting = new CancellationTokenSource();
        var last = 0;
        var source = CountAsync(counter, n => Volatile.Write(ref last, n), counting.Token);
        await Eventually.TrueAsync(() => subscription.Backlog == 2);
        var then = Volatile.Read(ref last);
        await Eventually.TrueAsync(() => Volatile.Read(ref last) > then + 20);
        subscription.Backlog.ShouldBe(2);
        List<int> seen = [];
        while (seen.Count == 0 || seen[^1] <= then + 20)
            seen.AddRange((await subscription.ReadAsync().AsTask().InTimeAsync()).Select(Number));
        await counting.CancelAsync();
        await source;
        ShouldRise(seen);
    }

    [Fact]
    public async Task Items_that_are_removed_tell_nothing_more_and_a_disposed_subscription_ends()
    {
        await using var scene = ClientScene.Open();
        var (a, b) = (scene.Add("a", new Variant(0)), scene.Add("b", new Variant(0)));
        await using var client = await scene.ConnectAsync();
        var subscription = await client.CreateSubscriptionAsync(Quick);
        var items = await subscription.AddAsync([Item(a.Id), Item(b.Id)]);
        await LatestAsync(subscription, 2, _ => true);
        await subscription.RemoveAsync([items[0]]);
        subscription.Items.ShouldBe([items[1]]);
        a.Set(new DataValue(new Variant(1)));
        b.Set(new DataValue(new Variant(1)));
        (await subscription.ReadAsync().AsTask().InTimeAsync()).ShouldHaveSingleItem().Item.ShouldBe(items[1]);
        var waiting = subscription.ReadAsync().AsTask();
        await subscription.DisposeAsync();
        (await Should.ThrowAsync<OpcUaException>(waiting)).Status.ShouldBe(StatusCodes.BadSubscriptionIdInvalid);
        await using var second = await client.CreateSubscriptionAsync(Quick);
        await second.AddAsync([Item(b.Id)]);
        (await second.ReadAsync().AsTask().InTimeAsync()).ShouldHaveSingleItem().Value.Value.ShouldBe(new Variant(1));
    }

    [Fact]
    public async Task A_subscription_that_the_server_refuses_is_told()
    {
        await using var scene = ClientScene.Open(o => o with { SubscriptionLimits = new OpcUaSubscriptionLimits { MaxSubscriptionsPerSession = 1 } });
        await using var client = await scene.ConnectAsync();
        await using var subscription = await client.CreateSubscriptionAsync(Quick);
        (await Should.ThrowAsync<OpcUaException>(client.CreateSubscriptionAsync(Quick))).Status.ShouldBe(StatusCodes.BadTooManySubscriptions);
    }

    internal static OpcUaItemOptions Item(NodeId node) => new() { NodeId = node, SamplingInterval = TimeSpan.FromMilliseconds(50), QueueSize = 1_000 };

    internal static int Number(OpcUaNotification told) => told.Value.Value.TryGetNumber(out var number) ? (int)number : throw new InvalidOperationException();

    /// <summary>Counts until it is stopped, a bit slower than the server samples.</summary>
    internal static async Task CountAsync(ValueNode node, Action<int> told, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var i = 1; !stop.IsCancellationRequested; i++)
        {
            node.Set(new DataValue(new Variant(i)));
            told(i);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    internal static void ShouldRise(List<int> seen) => seen.Zip(seen.Skip(1)).ShouldAllBe(p => p.First < p.Second);

    internal static async Task ReadUntilAsync(OpcUaSubscription subscription, Predicate<OpcUaNotification> isLast)
    {
        while (true)
        {
            foreach (var told in await subscription.ReadAsync().AsTask().InTimeAsync())
            {
                if (isLast(told))
                    return;
            }
        }
    }

    internal static async Task<Dictionary<NodeId, Variant>> LatestAsync(OpcUaSubscription subscription, int count, Predicate<Variant> counts)
    {
        Dictionary<NodeId, Variant> latest = [];
        while (latest.Count < count)
        {
            foreach (var told in await subscription.ReadAsync().AsTask().InTimeAsync())
            {
                if (counts(told.Value.Value))
                    latest[told.Item.Options.NodeId] = told.Value.Value;
            }
        }

        return latest;
    }
}
