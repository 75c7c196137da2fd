using Catchment.Core.Databases;

namespace Catchment.Core.Tests.Databases;

public sealed class ReconnectDelayTests
{
    [Fact]
    public void It_doubles_up_to_two_seconds_and_starts_again()
    {
        var delay = new ReconnectDelay();
        Enumerable.Range(0, 7).Select(_ => delay.Next().TotalSeconds).ShouldBe([0.1, 0.2, 0.4, 0.8, 1.6, 2, 2]);
        delay.Reset();
        delay.Next().ShouldBe(ReconnectDelay.Shortest);
    }
}
