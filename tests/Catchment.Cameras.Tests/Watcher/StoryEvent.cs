namespace Catchment.Cameras.Tests.Watcher;

/// <summary>An event of an <see cref="OutpostStory"/>, and which of its view's pictures it must have.</summary>
/// <param name="id">Its id.</param>
/// <param name="view">The number of its view.</param>
/// <param name="first">The step of its start.</param>
internal sealed class StoryEvent(string id, int view, int first)
{
    private int _last = first;

    internal string Id => id;

    internal int View => view;

    internal int First { get; } = first;

    internal int Rows { get; private set; }

    internal IEnumerable<int> MustHave => Enumerable.Range(First, _last - First + 1);

    internal void Track(int step)
    {
        _last = step;
        Rows++;
    }

    /// <summary>The step of a stored picture, from its bytes; -1 when it is another view's.</summary>
    internal int StepOf(string path)
    {
        var number = BitConverter.ToInt32(File.ReadAllBytes(path), 11);
        return number / 10_000 == view ? number % 10_000 : -1;
    }
}
