using Catchment.Core.Diagnostics;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class StripedCounterTests
{
    [Fact]
    public void Threads_lose_nothing()
    {
        var counter = new StripedCounter();
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                counter.Add();
                counter.Add(-3);
            }
        });

        counter.Value.ShouldBe(8 * 50_000 * -2L);
    }
}
