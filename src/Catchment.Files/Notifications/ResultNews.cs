using Catchment.Files.Tables;

namespace Catchment.Files.Notifications;

/// <summary>Results that somebody is to be told of, until they are. It takes no more room, however many there are. Thread-safe.</summary>
/// <param name="statuses">What is told.</param>
/// <param name="listed">Files that are named.</param>
public sealed class ResultNews(IReadOnlySet<FileStatus> statuses, int listed)
{
    private const int LongestText = 200;

    private readonly Lock _gate = new();
    private ResultDigest _digest = ResultDigest.Empty;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _complete = Completed();
    private int _adding;

    /// <summary>Ends when there is something to tell.</summary>
    internal Task Arrived
    {
        get
        {
            lock (_gate)
                return _arrived.Task;
        }
    }

    /// <summary>Ends when nobody adds results any more.</summary>
    internal Task Complete
    {
        get
        {
            lock (_gate)
                return _complete.Task;
        }
    }

    /// <summary>Nothing is waiting to be told.</summary>
    internal bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _digest.Counts.Count == 0;
        }
    }

    /// <summary>Whether results of a status are told.</summary>
    public bool Wants(FileStatus status) => statuses.Contains(status);

    /// <summary>Somebody begins to add results, until what this returns is disposed.</summary>
    public IDisposable Adding()
    {
        lock (_gate)
        {
            if (_adding++ == 0)
                _complete = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return new Adder(this);
    }

    /// <summary>A result is there.</summary>
    /// <param name="status">What it is.</param>
    /// <param name="file">The file, as it is known; null: several, or nobody knows which.</param>
    /// <param name="reason">Why; null: none.</param>
    /// <param name="count">How many results.</param>
    public void Add(FileStatus status, string? file, string? reason, int count = 1)
    {
        if (count == 0 || !Wants(status))
            return;
        lock (_gate)
        {
            var counts = new SortedDictionary<FileStatus, long>(_digest.Counts.ToDictionary());
            counts[status] = counts.GetValueOrDefault(status) + count;
            var files = file is null || _digest.Files.Count >= listed ? _digest.Files : [.. _digest.Files, new ResultLine(status, Short(file), reason is null ? null : Short(reason))];
            _digest = new ResultDigest(counts, files);
            _arrived.TrySetResult();
        }
    }

    /// <summary>Takes what there is.</summary>
    internal ResultDigest Take()
    {
        lock (_gate)
        {
            var digest = _digest;
            _digest = ResultDigest.Empty;
            if (_arrived.Task.IsCompleted)
                _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return digest;
        }
    }

    /// <summary>Puts back what could not be told, before what came since.</summary>
    internal void PutBack(ResultDigest digest)
    {
        lock (_gate)
        {
            var counts = new SortedDictionary<FileStatus, long>(digest.Counts.ToDictionary());
            foreach (var (status, count) in _digest.Counts)
                counts[status] = counts.GetValueOrDefault(status) + count;
            _digest = new ResultDigest(counts, [.. digest.Files.Concat(_digest.Files).Take(listed)]);
            _arrived.TrySetResult();
        }
    }

    private void Added()
    {
        lock (_gate)
        {
            if (--_adding == 0)
                _complete.TrySetResult();
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";

    private sealed class Adder(ResultNews news) : IDisposable
    {
        private ResultNews? _news = news;

        public void Dispose() => Interlocked.Exchange(ref _news, null)?.Added();
    }
}
