using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

/// <summary>Keeps what it is told, and sees to it that it is told in the right order.</summary>
internal sealed class RecordingListener : IRetentionListener
{
    private DateOnly? _day;

    public List<(DateOnly Day, RetiredFrame Frame, bool Archived)> Frames { get; } = [];

    public List<int> Batches { get; } = [];

    public List<DateOnly> Announced { get; } = [];

    /// <summary>Called with each day that is announced, before anything leaves.</summary>
    public Action<DateOnly>? OnLeaving { get; set; }

    public Action<DateOnly>? OnSettled { get; set; }

    /// <summary>The frames' names, below <c>images</c> or the archive.</summary>
    public IEnumerable<string> Names => Frames.Select(f => FrameTree.NameOf(f.Frame.Label, f.Frame.Time, f.Frame.Format.ToString().ToLowerInvariant()));

    public void Leaving(DateOnly day)
    {
        _day.ShouldBeNull("the day before is not settled");
        OnLeaving?.Invoke(day);
        _day = day;
        Announced.Add(day);
    }

    public void Left(DateOnly day, IReadOnlyList<RetiredFrame> frames, bool archived)
    {
        day.ShouldBe(_day.ShouldNotBeNull("the day was not announced"));
        Batches.Add(frames.Count);
        Frames.AddRange(frames.Select(f => (day, f, archived)));
    }

    public void Settled(DateOnly day)
    {
        day.ShouldBe(_day.ShouldNotBeNull("the day was not announced"));
        _day = null;
        OnSettled?.Invoke(day);
    }
}
