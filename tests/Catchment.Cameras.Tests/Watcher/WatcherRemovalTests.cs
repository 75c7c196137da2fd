using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Removal;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Watcher;

/// <summary>Against a real replier in the watcher's place.</summary>
public sealed class WatcherRemovalTests
{
    private static readonly EventKey Key = new(new DateOnly(2024, 5, 1), "e1");

    [Theory]
    [InlineData("OK", EventDeskOutcome.Done)]
    [InlineData("Error", EventDeskOutcome.Failed)]
    [InlineData("", EventDeskOutcome.Failed)]
    public void The_watcher_s_answer_is_passed_on(string reply, EventDeskOutcome outcome)
    {
        var asked = new List<string>();
        using var watcher = new ZmqReplier([new ZmqEndpoint("127.0.0.1", 0)], request =>
        {
            asked.Add(Encoding.UTF8.GetString(request.Message[0]));
            request.Reply(Encoding.UTF8.GetBytes(reply));
        });
        using var removal = new WatcherRemoval(new ZmqEndpoint("127.0.0.1", watcher.Start()[0].Port), Patience.Limit);

        removal.Remove(Key, CancellationToken.None).Outcome.ShouldBe(outcome);
        removal.Remove(Key with { Id = "\", \"x" }, CancellationToken.None).Outcome.ShouldBe(EventDeskOutcome.Unknown);

        asked.ShouldBe(["""{"cmd": "DelEvt", "date": "2024-05-01", "event": "e1"}"""]);
    }

    [Fact]
    public void Where_no_watcher_is_it_says_how_to_start_one()
    {
        using var removal = new WatcherRemoval(new ZmqEndpoint("127.0.0.1", 1), TimeSpan.FromMilliseconds(200));

        var answer = removal.Remove(Key, CancellationToken.None);

        answer.Outcome.ShouldBe(EventDeskOutcome.Failed);
        answer.Text.ShouldContain("catchment run watcher");
    }

    [Theory]
    [InlineData("*:5566", "127.0.0.1:5566")]
    [InlineData("0.0.0.0:5566", "127.0.0.1:5566")]
    [InlineData("[::]:5566", "[::1]:5566")]
    [InlineData("10.0.0.1:5566", "10.0.0.1:5566")]
    [InlineData("10.0.0.1:0", null)]
    public void A_watcher_is_reached_where_it_listens(string listen, string? reach)
    {
        WatcherRemoval.Reach([ZmqEndpoint.Parse(listen)]).ShouldBe(reach is null ? null : ZmqEndpoint.Parse(reach));
    }
}
