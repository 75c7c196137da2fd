using Catchment.Cameras.Hub;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Cameras.Tests.Hub;

public sealed class HubMemoryTests : IDisposable
{
    private static readonly DateOnly Day = new(2018, 12, 30);
    private readonly TemporaryFolder _root = new();
    private StateFolder? _state;

    public void Dispose()
    {
        _state?.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void What_is_remembered_survives_a_restart()
    {
        var cap = new CapState(Day, 7, Warned: true);
        var memory = Start();
        memory.Opening(Day);
        memory.Remember(cap);

        memory = Start();

        memory.Cap.ShouldBe(cap);
        memory.OpenDays.ShouldBe([Day]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"open_days\": 7}")]
    public void A_damaged_file_costs_what_was_remembered_and_not_the_hub(string content)
    {
        Directory.CreateDirectory(_root["images/2018-12-28"]);
        Directory.CreateDirectory(_root["images/2018-12-29"]);
        Directory.CreateDirectory(_root["images/2018-12-30"]);
        Directory.CreateDirectory(_root["images/lost+found"]);
        Directory.CreateDirectory(_root["state"]);
        File.WriteAllText(_root["state/" + HubState.FileName], content);

        var memory = Start();

        memory.Cap.ShouldBeNull();
        memory.OpenDays.ShouldBe([Day.AddDays(-1), Day]);
        memory.Swept();
        Start().OpenDays.ShouldBeEmpty();
    }

    private HubMemory Start()
    {
        _state?.Dispose();
        _state = StateFolder.Open(_root["state"]);
        return new HubMemory(_state, () => DayFolders.Newest(_root["images"]), NullLogger.Instance);
    }
}
