using System.Globalization;
using Catchment.Protocols.Modbus;

namespace Catchment.Interop.Tests.Modbus;

/// <summary>Our master, and pymodbus's server.</summary>
public sealed class ModbusClientInteropTests
{
    [Theory]
    [InlineData("tcp", ModbusFraming.Tcp)]
    [InlineData("rtu", ModbusFraming.RtuOverTcp)]
    public async Task A_pymodbus_server_is_read_and_written(string framing, ModbusFraming ours)
    {
        using var peer = PythonPeer.Start("Modbus/pymodbus_server.py", framing);
        var port = int.Parse(peer.ReadLine(), CultureInfo.InvariantCulture);
        using var client = new ModbusClient(new ModbusClientOptions { Host = "127.0.0.1", Port = port, Framing = ours, Timeout = TimeSpan.FromSeconds(30) });

        var registers = new byte[4];
        await client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 5, registers);
        registers.ShouldBe([1005 >> 8, 1005 & 0xFF, 1006 >> 8, 1006 & 0xFF]);
        await client.ReadRegistersAsync(1, ModbusTable.InputRegisters, 5, registers);
        registers.ShouldBe([2005 >> 8, 2005 & 0xFF, 2006 >> 8, 2006 & 0xFF]);
        var bits = new bool[11];
        await client.ReadBitsAsync(1, ModbusTable.DiscreteInputs, 1, bits);
        bits.ShouldBe(Enumerable.Range(1, 11).Select(i => i % 3 == 0));

        await client.WriteRegisterAsync(1, 5, 0xBEEF);
        await client.WriteRegistersAsync(1, 6, new byte[] { 1, 2, 3, 4 });
        var read = new byte[6];
        await client.ReadWriteRegistersAsync(1, 5, read, 7, new byte[] { 9, 9 });
        read.ShouldBe([0xBE, 0xEF, 1, 2, 9, 9]);
        await client.WriteCoilAsync(1, 0, false);
        await client.WriteCoilsAsync(1, 1, [true, true]);
        await client.ReadBitsAsync(1, ModbusTable.Coils, 0, bits);
        bits[..4].ShouldBe([false, true, true, true]);

        var refusal = await Should.ThrowAsync<ModbusException>(async () => await client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 99, registers));
        (refusal.Fault, refusal.Code).ShouldBe((ModbusFault.Refused, ModbusExceptionCode.IllegalDataAddress));
        var identification = await client.ReadIdentificationAsync(1);
        (identification[0], identification[1], identification[2]).ShouldBe(("pymodbus", "PM", "3.0"));
    }
}
