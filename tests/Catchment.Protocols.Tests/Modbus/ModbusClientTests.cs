using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Modbus;
using Catchment.Protocols.Modbus.Asking;

namespace Catchment.Protocols.Tests.Modbus;

public sealed class ModbusClientTests
{
    private readonly MemoryTables _tables = new();

    [Fact]
    public async Task A_client_reads_and_writes_what_a_server_serves()
    {
        await using var server = Serve();
        using var client = Client(server.Endpoints[0].Port);

        await client.WriteRegistersAsync(1, 10, new byte[] { 1, 2, 3, 4 });
        await client.WriteRegisterAsync(1, 12, 0xBEEF);
        var registers = new byte[6];
        await client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 10, registers);
        registers.ShouldBe([1, 2, 3, 4, 0xBE, 0xEF]);

        await client.WriteCoilsAsync(1, 3, [true, false, true, true, false, false, true, false, true]);
        await client.WriteCoilAsync(1, 4, true);
        var bits = new bool[9];
        await client.ReadBitsAsync(1, ModbusTable.Coils, 3, bits);
        bits.ShouldBe([true, true, true, true, false, false, true, false, true]);

        var read = new byte[4];
        await client.ReadWriteRegistersAsync(1, 10, read, 11, new byte[] { 9, 9 });
        read.ShouldBe([1, 2, 9, 9]);

        _tables.Inputs[3] = 5;
        await client.ReadRegistersAsync(1, ModbusTable.InputRegisters, 1, read);
        read.ShouldBe([0, 5, 0, 0]);
        _tables.Discretes[65_535] = 1;
        await client.ReadBitsAsync(1, ModbusTable.DiscreteInputs, 65_527, bits);
        bits[8].ShouldBeTrue();
        (await client.ReadIdentificationAsync(1)).ShouldBe(new Dictionary<int, string> { [0] = "vendor", [1] = "code", [2] = "1.0", [3] = "url" });
    }

    [Fact]
    public async Task A_refusal_has_its_code_and_leaves_the_connection()
    {
        await using var server = Serve();
        using var client = Client(server.Endpoints[0].Port);
        _tables.Refusal = ModbusExceptionCode.IllegalDataAddress;

        var refusal = await Should.ThrowAsync<ModbusException>(async () => await client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 0, new byte[2]));
        (refusal.Fault, refusal.Code).ShouldBe((ModbusFault.Refused, ModbusExceptionCode.IllegalDataAddress));
        _tables.Refusal = ModbusExceptionCode.None;
        await client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 0, new byte[2]);
        server.Clients.ShouldBe(1);
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_told()
    {
        using var client = Client(UnusedPort());
        (await Should.ThrowAsync<ModbusException>(async () => await client.WriteCoilAsync(1, 0, true))).Fault.ShouldBe(ModbusFault.Connect);
    }

    [Fact]
    public async Task A_device_that_restarts_is_asked_over_a_new_connection()
    {
        var server = Serve();
        using var client = Client(server.Endpoints[0].Port);
        await client.WriteRegisterAsync(1, 0, 1);
        await server.DisposeAsync();
        await using var next = Serve(server.Endpoints[0]);

        await client.WriteRegisterAsync(1, 0, 2);
    }

    [Fact]
    public async Task A_device_that_is_silent_costs_the_time_and_no_more()
    {
        using var device = new FakeDevice(_ => []);
        var time = new ManualTime();
        using var client = new ModbusClient(new ModbusClientOptions { Host = "127.0.0.1", Port = device.Port, Time = time });
        var asked = client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 0, new byte[2]).AsTask();
        await device.AskedAsync();
        time.Advance(TimeSpan.FromSeconds(4));

        (await Should.ThrowAsync<ModbusException>(() => asked.InTimeAsync())).Fault.ShouldBe(ModbusFault.Timeout);
    }

    [Fact]
    public async Task A_caller_may_give_up()
    {
        using var device = new FakeDevice(_ => []);
        using var client = Client(device.Port);
        using var end = new CancellationTokenSource();
        var asked = client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 0, new byte[2], end.Token).AsTask();
        await device.AskedAsync();
        await end.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asked.InTimeAsync());
    }

    [Theory]
    [InlineData("000100000005010302BEEF", null)]
    [InlineData("000100000005000302BEEF", null)] // of a device that has no units
    [InlineData("000100000005FF0302BEEF", null)]
    [InlineData("000100000005020302BEEF", ModbusFault.Malformed)] // of another unit
    [InlineData("000200000005010302BEEF", ModbusFault.Malformed)] // of another request
    [InlineData("000100010005010302BEEF", ModbusFault.Malformed)] // no Modbus
    [InlineData("0001000000FF010302BEEF", ModbusFault.Malformed)] // too long
    [InlineData("000100000005010402BEEF", ModbusFault.Malformed)] // another function
    [InlineData("00010000000701030400010002", ModbusFault.Malformed)] // more than was asked for
    [InlineData("000100000004010302BE", ModbusFault.Malformed)] // less than it says
    [InlineData("000100000003018300", ModbusFault.Malformed)] // a refusal without a reason
    [InlineData("000100000003018306", ModbusFault.Refused)]
    [InlineData("0001", ModbusFault.Closed)]
    public async Task A_reply_is_believed_only_when_it_is_one(string reply, ModbusFault? fault)
    {
        using var device = new FakeDevice(_ => Convert.FromHexString(reply), closes: true);
        using var client = Client(device.Port);
        await ExpectAsync(client, fault);
    }

    [Theory]
    [InlineData("010302BEEF", null)]
    [InlineData("020302BEEF", ModbusFault.Malformed)] // another unit
    [InlineData("010402BEEF", ModbusFault.Malformed)]
    [InlineData("014102BEEF", ModbusFault.Malformed)] // a function without a length
    [InlineData("010304BEEF0000", ModbusFault.Malformed)]
    [InlineData("018306", ModbusFault.Refused)]
    public async Task A_frame_of_a_serial_line_is_believed_only_when_it_is_one(string frame, ModbusFault? fault)
    {
        var bytes = new byte[300];
        Convert.FromHexString(frame).CopyTo(bytes, 0);
        var sealedFrame = bytes[..RtuFrame.Seal(bytes, frame.Length / 2)];
        using var device = new FakeDevice(_ => sealedFrame, closes: true);
        using var client = new ModbusClient(new ModbusClientOptions { Host = "127.0.0.1", Port = device.Port, Framing = ModbusFraming.RtuOverTcp });
        await ExpectAsync(client, fault);

        sealedFrame[^1] ^= 1;
        if (fault is null or ModbusFault.Refused)
            await ExpectAsync(client, ModbusFault.Malformed);
    }

    [Fact]
    public async Task All_functions_go_through_a_serial_lines_frames()
    {
        var responder = new ModbusResponder(_tables, new ModbusIdentification("vendor", "code", "1.0"));
        using var device = new FakeDevice(request =>
        {
            RtuFrame.IsWhole(request).ShouldBeTrue();
            var reply = new byte[RtuFrame.MaxBytes];
            reply[0] = request[0];
            var length = responder.Answer(request[0], request.AsSpan(1, request.Length - 3), reply.AsSpan(1));
            return reply[..RtuFrame.Seal(reply, 1 + length)];
        });
        using var client = new ModbusClient(new ModbusClientOptions { Host = "127.0.0.1", Port = device.Port, Framing = ModbusFraming.RtuOverTcp });

        await client.WriteRegistersAsync(7, 10, new byte[] { 1, 2, 3, 4 });
        await client.WriteCoilAsync(7, 1, true);
        var (registers, bits) = (new byte[250], new bool[2000]);
        await client.ReadRegistersAsync(7, ModbusTable.HoldingRegisters, 10, registers);
        await client.ReadBitsAsync(7, ModbusTable.Coils, 0, bits);
        await client.ReadWriteRegistersAsync(7, 10, registers.AsMemory(0, 2), 10, new byte[] { 5, 6 });
        registers[..4].ShouldBe([5, 6, 3, 4]);
        bits[1].ShouldBeTrue();
        (await client.ReadIdentificationAsync(7)).Count.ShouldBe(3);
    }

    [Fact]
    public void The_check_sum_is_that_of_the_standard() => RtuFrame.Crc([0x01, 0x03, 0x00, 0x00, 0x00, 0x0A]).ShouldBe((ushort)0xCDC5);

    [Fact]
    public async Task Whatever_a_device_sends_is_a_value_or_our_exception()
    {
        var random = new Random(1502);
        byte[][] good = [Convert.FromHexString("000100000005010302BEEF"), Convert.FromHexString("010302BEEF"), Convert.FromHexString("000100000009012B0E0182000001000141")];
        using var device = new FakeDevice(
            _ =>
            {
                var reply = (byte[])good[random.Next(good.Length)].Clone();
                for (var change = random.Next(4); change > 0; change--)
                    reply[random.Next(reply.Length)] = (byte)random.Next(256);
                return reply[..random.Next(1, reply.Length + 1)];
            },
            closes: true);
        for (var round = Fuzzing.Rounds(300, 20_000); round > 0; round--)
        {
            using var client = new ModbusClient(new ModbusClientOptions { Host = "127.0.0.1", Port = device.Port, Framing = (ModbusFraming)(round % 2) });
            try
            {
                if (round % 3 == 0)
                    await client.ReadIdentificationAsync(1).AsTask().InTimeAsync();
                else
                    await client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 0, new byte[2]).AsTask().InTimeAsync();
            }
            catch (ModbusException)
            {
                // As promised.
            }
        }
    }

    private static async Task ExpectAsync(ModbusClient client, ModbusFault? fault)
    {
        var registers = new byte[2];
        var asked = client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 0, registers).AsTask().InTimeAsync();
        if (fault is null)
        {
            await asked;
            registers.ShouldBe([0xBE, 0xEF]);
        }
        else
        {
            (await Should.ThrowAsync<ModbusException>(() => asked)).Fault.ShouldBe(fault.Value);
        }
    }

    private ModbusTcpServer Serve(IPEndPoint? endpoint = null) => ModbusTcpServer.Start(
        new ModbusServerOptions { Endpoints = [endpoint ?? new IPEndPoint(IPAddress.Loopback, 0)] },
        new ModbusResponder(_tables, new ModbusIdentification("vendor", "code", "1.0", "url")));

    private static ModbusClient Client(int port) => new(new ModbusClientOptions { Host = "127.0.0.1", Port = port, Timeout = Patience.Limit });

    private static int UnusedPort()
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
