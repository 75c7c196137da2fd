using Catchment.Core.Diagnostics;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class IdleMemoryTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly IdleMemory _memory;
    private MemoryUse _use = new(Allocated: 20 << 20, Committed: 30 << 20);
    private int _given;

    public IdleMemoryTests() => _memory = new IdleMemory(_time, () => _use, () =>
    {
        _given++;
        _use = _use with { Committed = 100 << 20 };
    });

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void It_is_given_back_when_a_burst_is_over()
    {
        _time.Advance(Look * 3);
        _given.ShouldBe(0, "a small process has nothing to give");

        _use = new MemoryUse(Allocated: 500 << 20, Committed: 300 << 20);
        _time.Advance(Look);
        _given.ShouldBe(0, "the burst is not over");

        _time.Advance(Look);
        _given.ShouldBe(1);
    }

    [Fact]
    public void It_is_not_given_back_again_and_again()
    {
        _use = _use with { Committed = 300 << 20 };
        _time.Advance(Look * 2);
        _given.ShouldBe(1);

        _time.Advance(TimeSpan.FromHours(1));
        _given.ShouldBe(1, "there is not much more than there was");

        _use = _use with { Committed = 148 << 20 };
        _time.Advance(Look);
        _given.ShouldBe(2);

        _use = _use with { Committed = 300 << 20 };
        _time.Advance(TimeSpan.FromMinutes(9));
        _given.ShouldBe(2);
        _time.Advance(TimeSpan.FromMinutes(1));
        _given.ShouldBe(3);
    }

    [Fact]
    public void A_collection_of_everything_leaves_what_is_used()
    {
        var used = new byte[1 << 20];
        used[^1] = 7;
        var collections = GC.CollectionCount(GC.MaxGeneration);

        IdleMemory.GiveBack();

        GC.CollectionCount(GC.MaxGeneration).ShouldBeGreaterThan(collections);
        used[^1].ShouldBe((byte)7);
    }
}
