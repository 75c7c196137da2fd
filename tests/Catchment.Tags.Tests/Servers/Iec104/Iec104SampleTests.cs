using System.Text.Json;
using Catchment.Protocols.Iec104;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Iec104;

public sealed class Iec104SampleTests
{
    /// <summary>Source: <c>vectors/tags/sample_mappings.json</c>.</summary>
    [Fact]
    public async Task Every_sample_is_read_and_interrogated_with_its_value()
    {
        var sample = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Vectors", "sample_mappings.json"))).RootElement;
        await using var gateway = await Iec104Gateway.StartAsync();
        foreach (var point in sample.GetProperty("points").EnumerateArray())
            gateway.Point(point.GetProperty("key").GetString()!, TagValue.Of(point.GetProperty("value")), point.GetProperty("data_type").GetString()!);
        var cases = sample.GetProperty("iec104").EnumerateArray().ToArray();
        foreach (var one in cases)
            gateway.Model.Iec104.Set(Iec104Form.Read(new MappingBody(one.GetProperty("map"))));
        await using var master = await gateway.MasterAsync();
        var interrogated = await master.InterrogateAsync();
        foreach (var one in cases)
        {
            var map = one.GetProperty("map");
            var (address, type) = (map.GetProperty("ioa").GetInt32(), map.GetProperty("type").GetString()!);
            var expected = one.GetProperty("value") switch
            {
                { ValueKind: JsonValueKind.True } => 1,
                { ValueKind: JsonValueKind.False } => 0,
                var number => number.GetDouble(),
            };
            var read = await master.Client.ReadAsync(1, address).InTimeAsync();
            read.Quality.ShouldBe(QualityDescriptor.None);
            Math.Abs(ValueOf(type, read) - expected).ShouldBeLessThanOrEqualTo(one.GetProperty("tolerance").GetDouble(), $"{address}");
            if (type != "M_IT_NA_1")
                interrogated[address].Information.Bits.ShouldBe(read.Bits);
        }

        interrogated.Count.ShouldBe(cases.Length - 1);
    }

    private static double ValueOf(string type, InformationObject read) => type[..4] switch
    {
        "M_SP" => read.IsOn ? 1 : 0,
        "M_DP" => (int)read.DoublePoint,
        "M_IT" => read.Counter,
        _ => type switch
        {
            "M_ME_NA_1" => read.Normalized,
            "M_ME_NB_1" => read.Scaled,
            _ => read.ShortFloat,
        },
    };
}
