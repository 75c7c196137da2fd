using System.Text;
using Catchment.Core.Storage;

namespace Catchment.Core.Tests.Storage;

public sealed class AppendLogTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(Durability.Written)]
    [InlineData(Durability.Synced)]
    public void Records_of_many_threads_stand_whole_one_after_another(Durability durability)
    {
        using (var log = AppendLog.Open(_root["log"], durability))
        {
            Parallel.For(0, 500, i =>
            {
                log.Write(Encoding.ASCII.GetBytes($"<{i}>\n"));
                log.Flush();
            });
        }

        File.ReadAllLines(_root["log"]).Order().ShouldBe(Enumerable.Range(0, 500).Select(i => $"<{i}>").Order());
    }

    [Fact]
    public void What_was_there_stays()
    {
        File.WriteAllText(_root["log"], "before\n");
        using (var log = AppendLog.Open(_root["log"], Durability.Written))
            log.Write("after\n"u8);

        File.ReadAllText(_root["log"]).ShouldBe("before\nafter\n");
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_named()
    {
        Should.Throw<StorageException>(() => AppendLog.Open(_root["no/log"], Durability.Written))
            .Message.ShouldContain(_root["no/log"]);
    }
}
