using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.Tests.OpcUa.Binary;

public sealed class UaTimeTests
{
    private static readonly DateTime Epoch = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_time_is_the_number_of_100_ns_since_1601()
    {
        UaTime.ToTicks(new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc)).ShouldBe(116_444_736_000_000_000);
        UaTime.FromTicks(116_444_736_000_000_001).ShouldBe(new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1));
        UaTime.FromTicks(1).Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public void Times_up_to_1601_are_0_and_0_is_the_earliest_time()
    {
        UaTime.ToTicks(Epoch).ShouldBe(0);
        UaTime.ToTicks(Epoch.AddTicks(1)).ShouldBe(1);
        UaTime.ToTicks(DateTime.MinValue).ShouldBe(0);
        UaTime.ToTicks(new DateTime(1492, 10, 12, 0, 0, 0, DateTimeKind.Utc)).ShouldBe(0);
        UaTime.FromTicks(0).ShouldBe(DateTime.MinValue);
        UaTime.FromTicks(-1).ShouldBe(DateTime.MinValue);
        UaTime.FromTicks(long.MinValue).ShouldBe(DateTime.MinValue);
    }

    [Fact]
    public void Times_from_the_end_of_9999_are_the_largest_number()
    {
        var end = new DateTime(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc);
        UaTime.ToTicks(end).ShouldBe(long.MaxValue);
        UaTime.ToTicks(DateTime.MaxValue).ShouldBe(long.MaxValue);
        UaTime.ToTicks(end.AddTicks(-1)).ShouldBe(end.Ticks - 1 - Epoch.Ticks);
        UaTime.FromTicks(long.MaxValue).ShouldBe(DateTime.MaxValue);
        UaTime.FromTicks(end.Ticks - Epoch.Ticks).ShouldBe(DateTime.MaxValue);
        UaTime.FromTicks(end.Ticks - Epoch.Ticks - 1).ShouldBe(end.AddTicks(-1));
    }
}
