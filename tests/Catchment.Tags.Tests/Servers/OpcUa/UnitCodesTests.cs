using Catchment.Tags.Servers.OpcUa;

namespace Catchment.Tags.Tests.Servers.OpcUa;

public sealed class UnitCodesTests
{
    [Theory]
    [InlineData("°C", "CEL")]
    [InlineData("degC", "CEL")]
    [InlineData(" Bar ", "BAR")]
    [InlineData("hPa", "A97")]
    [InlineData("mW", "C31")]
    [InlineData("MW", "MAW")]
    [InlineData("RPM", "RPM")]
    [InlineData("KWH", "KWH")]
    [InlineData("%", "P1")]
    [InlineData("m³/h", "MQH")]
    [InlineData("l/min", "L2")]
    [InlineData("ms", "C26")]
    public void A_known_unit_has_the_code_of_the_recommendation(string text, string code) =>
        UnitCodes.Find(text).ShouldBe(code.Aggregate(0, static (id, letter) => (id << 8) + letter));

    [Theory]
    [InlineData("furlongs")]
    [InlineData("")]
    [InlineData("Mw")] // mW, or MW?
    public void Any_other_has_none(string text) => UnitCodes.Find(text).ShouldBe(-1);
}
