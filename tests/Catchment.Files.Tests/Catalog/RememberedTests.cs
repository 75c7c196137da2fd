using Catchment.Files.Catalog;

namespace Catchment.Files.Tests.Catalog;

public sealed class RememberedTests
{
    [Theory]
    [InlineData(0.01, 2)]
    [InlineData(1, 20)]
    [InlineData(10, 60)]
    public async Task A_number_is_counted_anew_after_a_while_that_its_cost_decides(double cost, double seconds)
    {
        var time = new ManualTime();
        using var remembered = new Remembered<string>(TimeSpan.FromSeconds(2), time);
        var counted = 0;
        Task<(string, TimeSpan)> Count() => Task.FromResult(($"{++counted}", TimeSpan.FromSeconds(cost)));

        (await remembered.AskAsync(Count, default)).ShouldBe("1");
        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        (await remembered.AskAsync(Count, default)).ShouldBe("1");
        time.Advance(TimeSpan.FromTicks(1));
        (await remembered.AskAsync(Count, default)).ShouldBe("2");
        remembered.Forget();
        (await remembered.AskAsync(Count, default)).ShouldBe("3");
    }
}
