using System.Text;
using Catchment.Core.Configuration;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Poller;

/// <summary>The poller's configuration file. Source: tags 10, 10.1, 10.2.</summary>
public sealed class PollerConfigurationTests
{
    [Fact]
    public void The_sample_of_the_documentation_is_read_whole_and_without_a_complaint()
    {
        var read = PollerFile.Load(Path.Combine(AppContext.BaseDirectory, "Poller", "Samples", "poller.yaml"));

        read.Problems.ShouldBeEmpty();
        read.Devices.Select(device => (device.Name, device.Protocol)).ShouldBe([("boiler", PollerProtocol.ModbusTcp), ("meter", PollerProtocol.ModbusRtuOverTcp)]);
        var boiler = read.Devices[0];
        (boiler.Modbus!.Host, boiler.Modbus.Port, boiler.Modbus.Unit, boiler.Timeout, boiler.ScanTime, boiler.RetryCount, boiler.AutoRecoverTime)
            .ShouldBe(("192.168.86.40", 502, (byte)1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5), 1, TimeSpan.FromMinutes(1)));
        boiler.Tags.Select(tag => (tag.Key, tag.Name, tag.Modbus!.Table, tag.Modbus.Address, tag.Modbus.Length)).ShouldBe(
        [
            ("boiler:tag-1", "temperature", ModbusTable.HoldingRegisters, 0, 2), ("boiler:tag-2", "setpoint", ModbusTable.HoldingRegisters, 2, 1), ("boiler:tag-3", "burner", ModbusTable.Coils, 0, 1),
            ("boiler:tag-4", "alarm", ModbusTable.HoldingRegisters, 9, 1),
        ]);
        boiler.Tags[0].Modbus!.Form.ShouldBe(new RegisterForm(RegisterKind.Real, ModbusByteOrder.WordSwapped, 2));
        (boiler.Tags[1].CanWrite, boiler.Tags[1].Scaling.Scale).ShouldBe((true, 0.1));
        boiler.Tags[3].Modbus!.Form.ShouldBe(new RegisterForm(RegisterKind.Unsigned, ModbusByteOrder.BigEndian, 1, StartBit: 3, Bits: 1));
        read.UserTags.ShouldHaveSingleItem().DefaultValue.ShouldBe(TagValue.Of(42.5));
        read.CalculationTags.ShouldHaveSingleItem().Inputs.Take(2).ShouldBe(["temperature", "setpoint_1"]);
    }

    [Fact]
    public void What_is_ill_is_told_with_file_device_tag_and_key_and_costs_only_itself()
    {
        var read = Read("""
            io_setup:
              ports:
                - enabled: true
                  scanTime: fast
                  devices:
                    - { name: a, enabled: true, deviceType: Modbus TCP, ipAddress: 127.0.0.1, unknown: [1, {x: y}], tags: [
                        { id: t1, address: 1, scale: x }, { id: t2, registerType: Input, address: 70000 }, { id: t3, address: ten }, { id: t4, registerType: Input, address: 65535, lengthBit: 32 },
                        { id: t5, address: 1, conversionType: Roman numerals }, { id: t6, address: 1, scaleType: banana }, { id: t6, address: 2 }, { id: t7, address: 3, scale: null },
                        { id: t8, address: 4, registerType: Drum }, { id: t9, address: 5, startBit: 16 }, { id: good, address: 6, scale: "0.5" }, 7 ] }
                    - { name: a, enabled: true, deviceType: Modbus TCP, ipAddress: 127.0.0.1 }
                    - { name: USER_TAGS, enabled: true, deviceType: Modbus TCP, ipAddress: 127.0.0.1 }
                    - { name: b, enabled: true, deviceType: Modbus TCP }
                    - { name: c, enabled: "yes", deviceType: MODBUS TCP, ipAddress: h, unitNumber: 300 }
                    - { name: off, deviceType: Modbus TCP }
            """);

        read.Devices.Select(device => (device.Name, device.Problem is null)).ShouldBe([("a", true), ("b", false), ("c", false)]);
        read.Devices[0].Tags.Where(tag => tag.Problem is null).Select(tag => tag.Id).ShouldBe(["good"]);
        read.Devices[0].Tags.Select(tag => tag.Id).ShouldBe(["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "good"]);
        read.Problems.ShouldContain("poller.yaml:7:42: device 'a', tag 't1', scale: found 'x', allowed: a number");
        read.Problems.ShouldContain(problem => problem.EndsWith("scanTime: found 'fast', allowed: a number from 10 to 86400000"));
        read.Problems.ShouldContain(problem => problem.Contains("device 'b', ipAddress: found nothing"));
        read.Problems.ShouldContain(problem => problem.Contains("device 'c', unitNumber: found '300'"));
        foreach (var word in (string[])["'t2', address", "'t3', address", "'t4', address", "'t5', conversionType", "'t6', scaleType", "'t6', id", "'t7', scale", "'t8', registerType", "'t9', conversionType", "tags: found what is no object", "device 'a', name", "device 'USER_TAGS', name"])
            read.Problems.Count(problem => problem.Contains(word)).ShouldBe(1, $"{word} of {string.Join('\n', read.Problems)}");
    }

    [Theory]
    [InlineData("40001", "", ModbusTable.HoldingRegisters, 0)]
    [InlineData("40000", "Holding", ModbusTable.HoldingRegisters, 40000)]
    [InlineData("400002", "Holding", ModbusTable.HoldingRegisters, 1)]
    [InlineData("7", "Holding", ModbusTable.HoldingRegisters, 7)]
    [InlineData("30002", "Input", ModbusTable.InputRegisters, 1)]
    [InlineData("5", "Input", ModbusTable.InputRegisters, 5)]
    [InlineData("10003", "Discrete Inputs", ModbusTable.DiscreteInputs, 2)]
    [InlineData("1", "Coil", ModbusTable.Coils, 1)]
    public void An_address_means_a_place_in_the_table_that_is_named(string address, string type, ModbusTable table, int place)
    {
        var tag = PollerBench.Read(PollerBench.Device("d", 502, $$"""{"id": "t", "address": "{{address}}", "registerType": "{{type}}"}""")).Devices[0].Tags[0];

        (tag.Modbus!.Table, tag.Modbus.Address, tag.Problem).ShouldBe((table, place, null));
    }

    [Fact]
    public void What_is_written_beyond_the_clamps_is_the_nearest_value_that_the_tag_can_have()
    {
        var scaling = new TagScaling { Scale = 0.1, SpanLow = -20, SpanHigh = 100, ClampsLow = true, ClampsHigh = true };

        (scaling.Invert(150), scaling.Invert(-30), scaling.Invert(21.5)).ShouldBe((1000, -200, 215));
        (scaling with { ClampsZero = true }).Invert(-5).ShouldBe(0);
        (new TagScaling { Scale = 0.1, SpanHigh = 100 }.Invert(150)).ShouldBe(1500);
    }

    [Theory]
    [InlineData("Scale 0-100% Input to Span", 25, 250, 25)]
    [InlineData("Linear Scale, MX+B", 25, 51, 25)]
    [InlineData("No Scale", 25, 51, 25)]
    [InlineData("Scale Defined Input H/L Limit to Span", 1.5, 500, 1.5)]
    [InlineData("Scale 12-Bit Input to Span", 4095, 1000, 4095)]
    [InlineData("Scale 0-100% Square Root Input", 25, 500, 25)]
    [InlineData("Scale 12-Bit Square Root Input", 0, 0, 0)]
    [InlineData("Square Root", 25, 11, 25)]
    public void Scale_types_go_both_ways(string text, double raw, double value, double back)
    {
        var scaling = new TagScaling { Form = TagScaling.Parse(text)!.Value, Scale = 2, Offset = 1 };

        scaling.Apply(raw).ShouldBe(value, 1e-9);
        scaling.Invert(value).ShouldBe(back, 1e-9);
        (scaling with { IsReversed = true }).Apply(raw).ShouldBe(1000 - value, 1e-9);
        double.IsFinite(new TagScaling { Form = ScaleForm.Root }.Apply(-1)).ShouldBeFalse();
    }

    [Fact]
    public void A_value_that_is_written_is_read_again_in_all_forms_and_orders()
    {
        var random = new Random(5);
        foreach (var kind in Enum.GetValues<RegisterKind>())
        {
            foreach (var order in Enum.GetValues<ModbusByteOrder>())
            {
                foreach (var count in (int[])[1, 2, 4])
                {
                    if ((kind == RegisterKind.Real && count == 1) || (kind == RegisterKind.Modicon && count != 2))
                        continue;
                    var tag = new PollerTag { Id = "t", Name = "t", Key = "d:t", Modbus = new ModbusPlace { Form = new RegisterForm(kind, order, count) } };
                    var value = TagValue.Of((long)random.Next(0, count == 1 ? 99 : 9999));
                    var registers = new byte[count * 2];

                    TagConversion.Write(tag, value, registers).ShouldBeNull();
                    TagConversion.Read(tag, registers, out var read).ShouldBeNull();

                    read.TryGetNumber(out var number).ShouldBeTrue();
                    number.ShouldBe(value.AsWhole, $"{kind} {order} {count}");
                }
            }
        }
    }

    [Fact]
    public void Digits_beyond_nine_and_texts_that_are_no_number_have_no_value()
    {
        var tag = new PollerTag { Id = "t", Name = "t", Key = "d:t", Modbus = new ModbusPlace { Form = new RegisterForm(RegisterKind.PackedBcd, ModbusByteOrder.BigEndian, 1) } };
        var text = tag with { Modbus = new ModbusPlace { Form = new RegisterForm(RegisterKind.Text, ModbusByteOrder.BigEndian, 1) } };

        TagConversion.Read(tag, [0x12, 0x3A], out _).ShouldBe("the registers hold a digit beyond 9");
        TagConversion.Read(text, "no"u8, out _).ShouldBe("the registers hold no number as text");
        TagConversion.Read(text, "42"u8, out var value).ShouldBeNull();
        value.AsNumber.ShouldBe(42);
        TagConversion.Write(tag, TagValue.Of(10_000L), new byte[2]).ShouldNotBeNull();
        TagConversion.Write(tag, TagValue.Of("hot"), new byte[2]).ShouldNotBeNull();
    }

    [Fact]
    public void Random_and_mutated_files_end_in_a_configuration_or_a_message()
    {
        var sample = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Poller", "Samples", "poller.yaml"));
        var random = new Random(7);
        string[] pieces = ["null", "[", "}", "{", ": ", "- ", "1e999", "-1", "&a", "*a", "\"\\ud800\"", "!!binary x", "yes", "\t", "99999999999999999999", "''", "Packed BCD", "1.5"];
        for (var round = 0; round < Fuzzing.Rounds(400, 1_000_000); round++)
        {
            var bytes = sample.ToList();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                if (random.Next(3) == 0)
                    bytes[at] = (byte)random.Next(256);
                else if (random.Next(2) == 0)
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]));
                else
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
            }

            try
            {
                var read = PollerFile.Read([.. bytes], "f");
                foreach (var tag in read.Devices.SelectMany(device => device.Tags).Where(tag => tag is { Problem: null, Modbus: not null }))
                    (tag.Modbus!.Address + tag.Modbus.Length).ShouldBeInRange(0, ModbusLimits.TableSize);
            }
            catch (ConfigurationException)
            {
                // Told, with its place.
            }
        }
    }

    private static PollerConfiguration Read(string text) => PollerFile.Read(Encoding.UTF8.GetBytes(text), "poller.yaml");
}
