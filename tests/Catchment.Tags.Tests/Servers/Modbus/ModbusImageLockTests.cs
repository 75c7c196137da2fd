using Catchment.Protocols.Modbus;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Modbus;

/// <summary>Nobody who reads waits for the disk. Source: tags 2.9, 6.1.</summary>
public sealed class ModbusImageLockTests
{
    [Fact]
    public async Task A_first_write_of_a_key_that_waits_for_the_disk_holds_no_reader_and_no_other_write_back()
    {
        var disk = new SlowJournal();
        using var gateway = new ModbusGateway(journal: disk);
        disk.IsOpen.Set();
        gateway.Point("known", TagValue.Of(7L));
        gateway.Map("known", 0);
        gateway.Map("unknown", 1);
        disk.IsOpen.Reset();
        disk.IsWaitedFor.Reset();

        var writing = Task.Run(() => gateway.WriteRegisters(0, "00080009"));
        disk.IsWaitedFor.Wait(Patience.Limit).ShouldBeTrue();
        var other = Task.Run(() => (gateway.Registers(0, 2), gateway.WriteRegisters(0, "000A"), gateway.Bits(0, 1)));
        (await other.InTimeAsync()).ShouldBe(("00080000", ModbusExceptionCode.None, "0"));
        writing.IsCompleted.ShouldBeFalse();

        disk.IsOpen.Set();
        (await writing.InTimeAsync()).ShouldBe(ModbusExceptionCode.None);
        gateway.Registers(0, 2).ShouldBe("000A0009");
    }

    private sealed class SlowJournal : IPointJournal
    {
        internal ManualResetEventSlim IsOpen { get; } = new();

        internal ManualResetEventSlim IsWaitedFor { get; } = new();

        public void Save(IReadOnlyList<PointDefinition> definitions)
        {
            IsWaitedFor.Set();
            IsOpen.Wait(Patience.Limit).ShouldBeTrue();
        }

        public void Remove(string key)
        {
            // Nothing is kept.
        }
    }
}
