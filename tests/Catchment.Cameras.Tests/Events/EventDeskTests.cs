using Catchment.Cameras.Events;
using Catchment.Cameras.Tests.Pruning;

namespace Catchment.Cameras.Tests.Events;

public sealed class EventDeskTests : IDisposable
{
    private static readonly DateTime Start = new(2024, 5, 1, 8, 0, 0);

    private readonly EventShelf _shelf = new();
    private readonly EventKey _key;
    private readonly EventDesk _desk;

    public EventDeskTests()
    {
        _key = _shelf.AddPlain(Start, "lab", "e1");
        _desk = new EventDesk(_shelf.Files, _shelf.Faces, _shelf);
    }

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task An_event_is_deleted_through_the_removal()
    {
        (await _desk.DeleteAsync(_key, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Done);

        _shelf.Removed.ShouldBe([_key]);
    }

    [Fact]
    public async Task An_event_of_which_only_files_are_left_is_one()
    {
        File.Delete(_shelf.Folders.IndexOf(_key.Day));
        var pictured = new EventKey(_key.Day, "e2");
        Directory.CreateDirectory(_shelf.Folders.ImagesOf(_key.Day));
        File.WriteAllText(_shelf.Folders.PictureOf(pictured, Start), "");

        (await _desk.DeleteAsync(_key, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Done);
        (await _desk.KeepAsync(pictured, keep: true, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Done);
    }

    [Theory]
    [InlineData("e9")]
    [InlineData("e")]
    [InlineData("")]
    [InlineData("../e1")]
    [InlineData("e1_trk.csv;rm")]
    public async Task What_is_no_event_is_unknown(string id)
    {
        var key = new EventKey(_key.Day, id);

        (await _desk.DeleteAsync(key, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Unknown);
        (await _desk.KeepAsync(key, keep: true, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Unknown);
        (await _desk.KeepAsync(key with { Day = new DateOnly(2000, 1, 1) }, keep: true, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Unknown);

        _shelf.Removed.ShouldBeEmpty();
        File.Exists(_shelf.Faces.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_kept_event_is_not_deleted_until_the_keeping_is_given_up()
    {
        (await _desk.KeepAsync(_key, keep: true, CancellationToken.None)).Text.ShouldContain("from now on");
        (await _desk.KeepAsync(_key, keep: true, CancellationToken.None)).Text.ShouldContain("already");
        _desk.IsKept(_key).ShouldBeTrue();
        (await _desk.DeleteAsync(_key, CancellationToken.None)).ShouldBe(new EventDeskAnswer(EventDeskOutcome.Locked, "The event 2024-05-01/e1 is kept. Give the keeping up first."));

        (await _desk.KeepAsync(_key, keep: false, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Done);

        (await _desk.DeleteAsync(_key, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Done);
    }

    [Fact]
    public async Task An_event_with_a_face_in_the_list_stays_locked()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_shelf.Faces.Path)!);
        File.WriteAllText(_shelf.Faces.Path, "date,event,timestamp,name,status\n2024-05-01,e1,2024-05-01 08:00:00,Ann,2\n");

        (await _desk.KeepAsync(_key, keep: false, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Locked);
        (await _desk.KeepAsync(_key, keep: true, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Done);
        (await _desk.KeepAsync(_key, keep: false, CancellationToken.None)).Text.ShouldContain("still locked");
        (await _desk.DeleteAsync(_key, CancellationToken.None)).Text.ShouldContain("holds a face");
    }

    [Fact]
    public async Task Without_a_readable_list_nothing_is_done()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_shelf.Faces.Path)!);
        File.WriteAllText(_shelf.Faces.Path, "");

        (await _desk.DeleteAsync(_key, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Failed);
        (await _desk.KeepAsync(_key, keep: true, CancellationToken.None)).Outcome.ShouldBe(EventDeskOutcome.Failed);

        _shelf.Removed.ShouldBeEmpty();
    }
}
