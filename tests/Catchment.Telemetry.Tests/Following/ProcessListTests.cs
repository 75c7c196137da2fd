using System.Text.Json;
using Catchment.Telemetry.Following;

namespace Catchment.Telemetry.Tests.Following;

public sealed class ProcessListTests
{
    [Fact]
    public void The_captured_lists_give_their_devices()
    {
        foreach (var list in Vectors.Json("proclist/expected.json").EnumerateObject())
        {
            var path = Vectors.PathOf($"proclist/{list.Name}");
            if (list.Value.ValueKind == JsonValueKind.Array)
                ProcessList.Read(path).ShouldBe(list.Value.EnumerateArray().Select(d => d.GetString()!));
            else
                Should.Throw<ProcessListException>(() => ProcessList.Read(path)).Message.ShouldContain("proclist_BROKEN.txt:2");
        }
    }

    [Fact]
    public void A_list_that_is_missing_is_told_with_its_path() =>
        Should.Throw<ProcessListException>(() => ProcessList.Read("/no/such/proclist_AOC.txt")).Message.ShouldContain("/no/such/proclist_AOC.txt");

    [Theory]
    [InlineData("AOC", "/opt/MagAOX/config/proclist_AOC.txt")]
    [InlineData(null, "/opt/MagAOX/config/proclist_.txt")]
    public void The_role_stands_in_its_path(string? role, string path) => ProcessList.PathFor("/opt/MagAOX/config/proclist_%s.txt", role).ShouldBe(path);
}
