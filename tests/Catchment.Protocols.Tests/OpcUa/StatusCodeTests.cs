using System.Reflection;
using Catchment.Protocols.OpcUa;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class StatusCodeTests
{
    private static readonly (string Name, StatusCode Code)[] All =
    [
        .. typeof(StatusCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(StatusCode)).Select(field => (field.Name, (StatusCode)field.GetValue(null)!)),
    ];

    [Fact]
    public void Every_condition_has_a_number_of_its_own_and_its_name()
    {
        All.Length.ShouldBeGreaterThan(190);
        All.Select(condition => condition.Code).ShouldBeUnique();
        foreach (var (name, code) in All)
        {
            code.ToString().ShouldBe(name);
            (code.Value & 0xFFFF).ShouldBe(0u, name);
            (code.IsGood, code.IsUncertain, code.IsBad).ShouldBe((name.StartsWith("Good", StringComparison.Ordinal), name.StartsWith("Uncertain", StringComparison.Ordinal), name.StartsWith("Bad", StringComparison.Ordinal)), name);
        }
    }

    [Fact]
    public void Flags_do_not_change_the_condition()
    {
        var overflow = new StatusCode(0x00000480);
        overflow.IsGood.ShouldBeTrue();
        overflow.Condition.ShouldBe(StatusCodes.Good);
        overflow.ToString().ShouldBe("Good");
        new StatusCode(0x80340001).ToString().ShouldBe("BadNodeIdUnknown");
    }

    [Fact]
    public void A_condition_without_a_name_is_hexadecimal() => new StatusCode(0x8FFF0000).ToString().ShouldContain("8FFF0000");
}
