using Catchment.Cameras.Pump;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Pump;

public sealed class PumpCacheTests
{
    private static readonly FileFacts Facts = new(FileKind.File, 1, 2, 3, 4);

    [Fact]
    public void Memory_stays_within_its_bound_and_what_was_not_used_for_longest_goes_first()
    {
        var cache = new PumpCache(4 * 1256);
        foreach (var key in new[] { "a", "b", "c", "d" })
            cache.Keep(key, Item(1000));
        cache.Find("a").ShouldNotBeNull();
        cache.Keep("e", Item(1000));

        cache.Find("b").ShouldBeNull();
        cache.Find("a").ShouldNotBeNull();
        cache.Bytes.ShouldBe(4 * 1256);
    }

    [Fact]
    public void What_is_larger_than_the_bound_is_not_kept_and_takes_the_place_of_nothing_but_its_own()
    {
        var cache = new PumpCache(5000);
        cache.Keep("a", Item(1000));
        cache.Keep("b", Item(1000));

        cache.Keep("b", Item(5000));

        cache.Find("a").ShouldNotBeNull();
        cache.Find("b").ShouldBeNull();
        cache.Bytes.ShouldBe(1256);
    }

    [Fact]
    public void Without_memory_nothing_is_kept()
    {
        var cache = new PumpCache(0);
        cache.Keep("a", Item(0));
        cache.Find("a").ShouldBeNull();
        cache.Bytes.ShouldBe(0);
    }

    [Fact]
    public void Of_a_day_that_is_distrusted_nothing_equals_what_its_files_are()
    {
        var cache = new PumpCache(1 << 20);
        cache.Keep(CacheKey.Days, Item(10));
        cache.Keep("i2024-05-01", Item(10));
        cache.Keep("e2024-05-01x_trk.csv", Item(10));
        cache.Keep("i2024-05-02", Item(10));
        var before = cache.Bytes;

        cache.Distrust("2024-05-01");

        cache.Find("i2024-05-01")!.Facts.ShouldNotBe(Facts);
        cache.Find("e2024-05-01x_trk.csv")!.Facts.ShouldNotBe(Facts);
        cache.Find("i2024-05-02")!.Facts.ShouldBe(Facts);
        cache.Find(CacheKey.Days)!.Facts.ShouldBe(Facts);
        cache.Bytes.ShouldBe(before);
    }

    [Fact]
    public void What_is_kept_after_its_day_was_distrusted_is_trusted_however_many_days_are_distrusted()
    {
        var cache = new PumpCache(1 << 20);
        cache.Keep("i2024-05-01", Item(10));
        cache.Keep("i1999-12-31", Item(10));
        for (var day = 0; day < 3000; day++)
            cache.Distrust(new DateOnly(2024, 5, 1).AddDays(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        cache.Find("i2024-05-01")!.Facts.ShouldNotBe(Facts);

        cache.Keep("i2024-05-01", Item(10));

        cache.Find("i2024-05-01")!.Facts.ShouldBe(Facts);
        cache.Find("i1999-12-31")!.Facts.ShouldNotBe(Facts); // Forgotten whether: read again, once.
    }

    [Fact]
    public void Many_threads_leave_the_bound_and_the_sum_right()
    {
        var cache = new PumpCache(20_000);
        Parallel.For(0, 20_000, i =>
        {
            var key = $"i2024-05-{i % 30:00}";
            if (cache.Find(key) is null)
                cache.Keep(key, Item(i % 2000));
            if (i % 100 == 0)
                cache.Distrust("2024-05-07");
            cache.Bytes.ShouldBeInRange(0, 20_000);
        });

        Enumerable.Range(0, 30).Select(i => cache.Find($"i2024-05-{i:00}")).OfType<CachedItem>().Sum(i => i.Bytes + 256).ShouldBe(cache.Bytes);
    }

    private static CachedItem Item(long bytes) => new() { Facts = Facts, Value = Array.Empty<byte>(), Bytes = bytes };
}
