using System.Globalization;
using System.Net;
using System.Text;
using Catchment.Protocols.Modbus;

namespace Catchment.Tags.Demo;

/// <summary>A boiler, a pump and a weather station whose values move, and follow what they are told.</summary>
/// <param name="random">Chance.</param>
internal sealed class DemoPlant(Random random)
{
    /// <summary>The names of the devices, in the order of <see cref="Tables"/>.</summary>
    internal static readonly string[] Names = ["demo_boiler", "demo_pump", "demo_weather"];

    private const string Float = "lengthBit: 32, conversionType: \"FLOAT, Big Endian (ABCD)\"";
    private const string ReadWrite = "readWrite: Read/Write";

    private static readonly string[][] Tags =
    [
        [
            $"{{ id: temperature, dataType: Analog, registerType: Input, address: 0, {Float}, units: °C }}",
            "{ id: pressure, dataType: Analog, registerType: Input, address: 2, scale: 0.01, units: bar }",
            $"{{ id: setpoint, dataType: Analog, registerType: Holding, address: 0, conversionType: UINT, scale: 0.1, {ReadWrite}, units: °C }}",
            $"{{ id: burner, dataType: Discrete, registerType: Coil, address: 0, {ReadWrite} }}",
            "{ id: flame, dataType: Discrete, registerType: Discrete Inputs, address: 0 }",
        ],
        [
            "{ id: speed, dataType: Analog, registerType: Input, address: 0, conversionType: UINT, units: 1/min }",
            "{ id: flow, dataType: Analog, registerType: Input, address: 1, scale: 0.1, units: l/min }",
            "{ id: litres, dataType: Analog, registerType: Input, address: 2, lengthBit: 32, conversionType: UINT, units: l }",
            $"{{ id: run, dataType: Discrete, registerType: Coil, address: 0, {ReadWrite} }}",
        ],
        [
            "{ id: temperature, dataType: Analog, registerType: Input, address: 0, scale: 0.1, units: °C }",
            "{ id: humidity, dataType: Analog, registerType: Input, address: 1, scale: 0.1, units: \"%\" }",
            $"{{ id: wind, dataType: Analog, registerType: Input, address: 2, {Float}, units: m/s }}",
        ],
    ];

    private double _temperature = 60;
    private double _litres;

    /// <summary>The memories of the devices.</summary>
    internal DemoTables[] Tables { get; } = [new(), new(), new()];

    /// <summary>What the devices are told at first.</summary>
    internal void Begin()
    {
        Tables[0][0] = 650;
        Tables[0].Switch(0, isOn: true);
        Tables[1].Switch(0, isOn: true);
        Move(0, 0);
    }

    /// <summary>Moves all values on.</summary>
    /// <param name="seconds">The time since the demo began.</param>
    /// <param name="step">Of which so many have passed since the last move.</param>
    internal void Move(double seconds, double step)
    {
        var (boiler, pump, weather) = (Tables[0], Tables[1], Tables[2]);
        var outside = 11 + (6 * Math.Sin(seconds / 600)) + Noise();
        var isHeating = boiler.IsOn(0) && _temperature < boiler[0] / 10.0;
        _temperature += step * (isHeating ? 0.8 : (outside - _temperature) / 120);
        boiler.Measure(0, _temperature + (0.1 * Noise()), ModbusDataType.Real32);
        boiler.Measure(2, 100 * (1.2 + (_temperature / 100)));
        boiler.Measure(0, isHeating);

        var speed = pump.IsOn(0) ? 1450 + (20 * Math.Sin(seconds / 7)) + (5 * Noise()) : 0;
        _litres += step * speed / 1000;
        pump.Measure(0, speed, ModbusDataType.Unsigned16);
        pump.Measure(1, speed / 60 * 10);
        pump.Measure(2, _litres, ModbusDataType.Unsigned32);

        weather.Measure(0, 10 * outside);
        weather.Measure(1, 10 * (60 + (20 * Math.Cos(seconds / 500))));
        weather.Measure(2, Math.Max(0, 4 + (3 * Math.Sin(seconds / 45)) + Noise()), ModbusDataType.Real32);
    }

    /// <summary>The poller's configuration for the devices.</summary>
    /// <param name="servers">Where they listen.</param>
    /// <param name="others">The other devices of the demo, as the file has them.</param>
    internal static string Configuration(IReadOnlyList<IPEndPoint> servers, string others)
    {
        var text = new StringBuilder();
        text.AppendLine(PollerDemo.FileHead);
        text.AppendLine("user_tags:\n  - { id: ut-1, name: demo_comfort, dataType: Analog, defaultValue: 21.5, readWrite: Read/Write, description: What the rooms shall have }");
        text.AppendLine("calculation_tags:\n  - { id: ct-1, name: demo_spread, formula: \"A - B\", a: \"demo_boiler:temperature\", b: \"demo_weather:temperature\" }");
        text.AppendLine("io_setup:\n  ports:\n    - id: demo\n      type: tcpip\n      enabled: true\n      scanTime: 1000\n      autoRecoverTime: 5\n      devices:");
        for (var i = 0; i < Names.Length; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"        - name: {Names[i]}\n          enabled: true\n          deviceType: Modbus TCP\n          ipAddress: {servers[i].Address}\n          portNumber: {servers[i].Port}\n          tags:");
            foreach (var tag in Tags[i])
                text.AppendLine(CultureInfo.InvariantCulture, $"            - {tag}");
        }

        return text.Append(others).ToString();
    }

    private double Noise() => random.NextDouble() - 0.5;
}
