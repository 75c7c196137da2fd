using System.Diagnostics;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.Modbus;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Interop.Tests.Modbus;

/// <summary>The gateway's Modbus server, and real clients.</summary>
public sealed class ModbusServerInteropTests : IAsyncLifetime, IDisposable
{
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly GatewayModel _model = new()
    {
        Store = new TagStore(new TagStoreSettings(), TimeProvider.System, null, NullLogger.Instance),
        Modbus = new MappingTable<ModbusMapping>(null),
        OpcUa = new MappingTable<OpcUaMapping>(null),
        Iec104 = new MappingTable<Iec104Mapping>(null),
        Snmp = new MappingTable<SnmpMapping>(null),
    };

    private readonly ModbusGatewayServer _server;

    public ModbusServerInteropTests()
    {
        _server = new ModbusGatewayServer(
            _model, new ModbusOptions { Listen = ["tcp://127.0.0.1:0"] }, new ModbusMetrics(_node, TimeProvider.System, NullLogger.Instance), TimeProvider.System, "1.0");
        Map("temp", TagValue.Of(21.5), 100, "float32");
        Map("swapped", TagValue.Of(-123_456L), 102, "int32", order: "CDAB");
        Map("big", TagValue.Of(123_456.789), 104, "float64");
        Map("exact", TagValue.Of(9_007_199_254_740_993L), 108, "uint64");
        Map("name", TagValue.Of("Boiler 1"), 112, "string", length: 4);
        Map("scaled", TagValue.Of(-12.75), 116, "int16", factor: 10);
        Map("ro", TagValue.Of(7L), 140, "int16", access: "r");
        Map("input", TagValue.Of(1234L), 10, "int16", function: 4);
        Map("coil", TagValue.Of(true), 20, "bool", function: 1);
        Map("coil2", TagValue.Of(false), 21, "bool", function: 1);
        Map("discrete", TagValue.Of(true), 30, "bool", function: 2);
    }

    public Task InitializeAsync() => _server.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Pymodbus_reads_writes_and_is_refused()
    {
        using var peer = PythonPeer.Start("Modbus/pymodbus_client.py", $"{_server.Port}");
        peer.Expect("read");
        peer.WriteLine("write");
        peer.Expect("written");
        Value("temp").ShouldBe(TagValue.Of(-2.25));
        Value("scaled").ShouldBe(TagValue.Of(30.5));
        Value("coil").ShouldBe(TagValue.Of(false));
        Value("coil2").ShouldBe(TagValue.Of(true));
        peer.WriteLine("go on");
        peer.ExpectSuccess();
        Value("ro").ShouldBe(TagValue.Of(7L));
    }

    [Theory]
    [InlineData("-t 4:float -B -r 100 -c 1", "[100]: \t21.5")]
    [InlineData("-t 4:int -r 102 -c 1", "[102]: \t-123456")]
    [InlineData("-t 4:hex -r 104 -c 4", "[104]: \t0x40FE", "[105]: \t0x240C", "[106]: \t0x9FBE", "[107]: \t0x76C9")]
    [InlineData("-t 4 -r 116 -c 2", "[116]: \t65409 (-127)", "[117]: \t0")]
    [InlineData("-t 3 -r 10 -c 1", "[10]: \t1234")]
    [InlineData("-t 0 -r 20 -c 2", "[20]: \t1", "[21]: \t0")]
    [InlineData("-t 1 -r 30 -c 2", "[30]: \t1", "[31]: \t0")]
    public void Mbpoll_reads(string words, params string[] lines)
    {
        var (output, exit) = Mbpoll($"-1 {words}");
        exit.ShouldBe(0, output);
        foreach (var line in lines)
            output.Split('\n').ShouldContain(line, output);
    }

    [Fact]
    public void Mbpoll_writes()
    {
        Mbpoll("-t 4:float -B -r 100", "3.5").Exit.ShouldBe(0);
        Value("temp").ShouldBe(TagValue.Of(3.5));
        Mbpoll("-t 4 -r 116", "42").Exit.ShouldBe(0);
        Value("scaled").ShouldBe(TagValue.Of(4.2));
        Mbpoll("-t 0 -r 20", "0", "1").Exit.ShouldBe(0);
        (Value("coil"), Value("coil2")).ShouldBe((TagValue.Of(false), TagValue.Of(true)));
        Mbpoll("-t 4 -r 140", "1").Output.ShouldContain("Illegal data address");
        Value("ro").ShouldBe(TagValue.Of(7L));
    }

    private TagValue Value(string key) => _model.Store.TryGet(key, out var point) ? point.Read().Value : TagValue.Null;

    private void Map(string key, TagValue value, int address, string type, int function = 3, string access = "rw", double factor = 1, string order = "big", int length = 1)
    {
        _model.Store.Register(new PointRegistration { Key = key, DataType = "raw" });
        _model.Store.Write(key, new TagWrite(value, TagOrigin.Http)).IsOk().ShouldBeTrue();
        _model.Modbus.Set(new ModbusMapping
        {
            Id = key,
            Key = key,
            RegisterAddress = address,
            DataType = type,
            FunctionCode = function,
            Access = access,
            ScalingFactor = factor,
            Endianess = order,
            Length = length,
        });
    }

    private (string Output, int Exit) Mbpoll(string words, params string[] values)
    {
        string[] arguments = ["-m", "tcp", "-0", "-o", "10", "-p", $"{_server.Port}", .. words.Split(' '), "127.0.0.1", .. values];
        using var process = Process.Start(new ProcessStartInfo("mbpoll", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output + errors.Result, process.ExitCode);
    }
}
