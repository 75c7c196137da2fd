using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class SnmpEngineTests
{
    [Fact]
    public async Task Each_start_is_one_boot_more_of_the_same_engine_and_saved_before_anything_is_answered()
    {
        var bed = new AgentBed();
        var first = bed.Start();
        first.Engine.Boots.ShouldBe(1);
        bed.Store.State!.ToString().ShouldBe(first.Engine.ToString());
        Convert.ToHexString(first.Engine.EngineId.Span).ShouldStartWith("8000D26805");
        await first.DisposeAsync();
        await using var second = bed.Start();
        second.Engine.Boots.ShouldBe(2);
        second.Engine.EngineId.ToArray().ShouldBe(first.Engine.EngineId.ToArray());
        await using var other = new AgentBed().Start();
        other.Engine.EngineId.ToArray().ShouldNotBe(first.Engine.EngineId.ToArray());
    }

    [Fact]
    public void An_engine_that_cannot_keep_its_boots_does_not_start()
    {
        var bed = new AgentBed();
        bed.Options = bed.Options with { Engine = new FullStore() };
        Should.Throw<IOException>(bed.Start);
    }

    [Fact]
    public void A_state_is_read_as_it_was_written()
    {
        var state = SnmpEngineState.Parse("8000d268050102 7\n");
        state!.ToString().ShouldBe("8000D268050102 7");
        SnmpEngineState.Parse(state.ToString())!.Boots.ShouldBe(7);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8000D26805")]
    [InlineData("8000D268 1")]
    [InlineData("8000D26805A 1")]
    [InlineData("8000D26805XX 1")]
    [InlineData("8000D26805 0")]
    [InlineData("8000D26805 -1")]
    [InlineData("8000D26805 2147483648")]
    [InlineData("8000D26805 1 2")]
    [InlineData("8000D268050102030405060708090A0B0C0D0E0F101112131415161718191A1B1C 1")]
    public void What_is_no_state_is_none(string text) => SnmpEngineState.Parse(text).ShouldBeNull();

    private sealed class FullStore : ISnmpEngineStore
    {
        public SnmpEngineState? Load() => null;

        public void Save(SnmpEngineState state) => throw new IOException("the disk is full");
    }
}
