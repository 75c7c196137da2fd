using Catchment.Cameras.Watcher.Recording;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class PictureRingTests
{
    private const int Budget = 8 << 20;
    private static readonly DateTime Ten = new(2024, 5, 6, 10, 0, 0);

    private readonly ManualTime _time = new();
    private readonly PreRollBudget _budget = new(Budget);

    [Fact]
    public void A_view_with_large_pictures_does_not_cost_the_others_their_past()
    {
        var (small, large) = (Ring(), Ring());
        for (var i = 0; i < 100; i++)
        {
            small.Add(Picture(30_000));
            large.Add(Picture(3 << 20));
        }

        small.Pictures.Count().ShouldBe(100);
        large.Pictures.Count().ShouldBeLessThan(3);
    }

    [Fact]
    public void Not_even_the_newest_pictures_of_many_views_take_more_than_they_may()
    {
        var rings = Enumerable.Range(0, 50).Select(_ => Ring()).ToList();
        rings.ForEach(r => r.Add(Picture(6 << 20)));
        rings.ForEach(r => r.Trim());
        _budget.Used.ShouldBeLessThanOrEqualTo(Budget);
        rings.ShouldAllBe(r => r.Last != null);
        rings.ForEach(r => r.Clear());
        _budget.Used.ShouldBe(0);
    }

    [Fact]
    public void Without_any_memory_for_the_past_the_newest_picture_is_shown()
    {
        var ring = new PictureRing(TimeSpan.FromSeconds(2), new PreRollBudget(0), _time);
        for (var i = 0; i < 3; i++)
            ring.Add(Picture(30_000));
        ring.Pictures.ShouldBe([ring.Newest!]);
    }

    [Fact]
    public void Many_tiny_pictures_count_with_what_is_around_them()
    {
        var ring = Ring();
        for (var i = 0; i < 100_000; i++)
            ring.Add(Picture(10));
        ring.Pictures.Count().ShouldBeLessThanOrEqualTo(Budget / 256);
    }

    [Fact]
    public void A_message_counts_with_the_whole_memory_that_it_keeps()
    {
        var picture = Picture(20_000);
        picture.Memory.ShouldBeGreaterThan(20_000);
        picture.Memory.ShouldBeLessThan(40_000);
    }

    [Fact]
    public void After_a_burst_memory_is_given_back_once()
    {
        var given = 0;
        var memory = new PreRollMemory(_budget, () => given++);
        foreach (var used in new long[] { 0, 20 << 20, -20 << 20, 100 << 20, -20 << 20 })
        {
            _budget.Take(used);
            memory.Check();
        }

        given.ShouldBe(0);
        _budget.GiveBack(70 << 20);
        memory.Check();
        memory.Check();
        given.ShouldBe(1);
    }

    private PictureRing Ring() => new(TimeSpan.FromSeconds(2), _budget, _time);

    private HeldPicture Picture(int bytes) => new(ZmqMessage.Copy("{}"u8.ToArray(), new byte[bytes]), Ten, _time.GetTimestamp());
}
