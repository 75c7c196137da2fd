using System.Collections.Concurrent;
using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Checksums;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Files.Finder;

/// <summary>
/// The way of a file from the search to its row: read on several threads, then recorded in groups on one. Both queues are bounded:
/// when the database is slow, or away, the search waits.
/// </summary>
/// <remarks>Source: <c>files</c> 11 (D13, D16).</remarks>
internal sealed class FileLine : IDisposable
{
    private const int QueueLength = 2048;

    private readonly BlockingCollection<Candidate> _toRead = new(QueueLength);
    private readonly BlockingCollection<HashedFile> _toRecord = new(QueueLength);
    private readonly FinderSettings _settings;
    private readonly FinderFolders _folders;
    private readonly FileRecorder _recorder;
    private readonly FinderJournal _journal;
    private readonly FinderMetrics _metrics;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _gate = new();
    private readonly List<Thread> _threads = [];
    private TaskCompletionSource? _drained;
    private Exception? _fault;
    private volatile bool _isStarted;
    private int _inFlight;
    private int _reading;

    internal FileLine(FinderSettings settings, FinderFolders folders, FileRecorder recorder, FinderJournal journal, FinderMetrics metrics, CancellationToken stop)
    {
        _settings = settings;
        _folders = folders;
        _recorder = recorder;
        _journal = journal;
        _metrics = metrics;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>Told when a file was read, before it is looked at again.</summary>
    internal Action HasRead { get; init; } = () => { };

    /// <summary>Sends a file on its way; waits while there are too many. Safe for several threads.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop, or a thread failed: <see cref="Drain"/> says which.</exception>
    internal void Add(Candidate file)
    {
        if (!_isStarted)
            StartThreads();
        Interlocked.Increment(ref _inFlight);
        Interlocked.Increment(ref _reading);
        _metrics.Enter();
        _toRead.Add(file, _stop.Token);
    }

    /// <summary>Waits until all files have come to their end.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Drain()
    {
        Task drained;
        lock (_gate)
        {
            if (_fault is null && Volatile.Read(ref _inFlight) == 0)
                return;
            drained = (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            drained.Wait(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            ThrowFault();
            throw;
        }

        ThrowFault();
    }

    /// <summary>Rethrows what ended a thread, if anything did.</summary>
    internal void ThrowFault()
    {
        lock (_gate)
        {
            if (_fault is not null)
                throw new InvalidOperationException("The finder cannot go on: " + _fault.Message, _fault);
        }
    }

    /// <summary>Ends the threads; files that are under way stay where they are, or are found again by their notes.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var thread in _threads)
            thread.Join();
        _toRead.Dispose();
        _toRecord.Dispose();
        _stop.Dispose();
    }

    private void StartThreads()
    {
        lock (_threads)
        {
            if (_isStarted)
                return;
            StartEach();
            _isStarted = true;
        }
    }

    private void StartEach()
    {
        for (var i = 0; i < _settings.Workers; i++)
            Start("finder reader", Read);
        Start("finder recorder", Record);

        void Start(string name, Action work)
        {
            var thread = new Thread(() => Guard(work)) { IsBackground = true, Name = name };
            _threads.Add(thread);
            thread.Start();
        }
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception e)
        {
            lock (_gate)
                _fault ??= e;
            _stop.Cancel(); // The service ends with it, and its island starts it anew.
        }
    }

    private void Read()
    {
        using var folders = new FolderCache(_folders.Found);
        foreach (var file in _toRead.GetConsumingEnumerable(_stop.Token))
        {
            var hashed = Hash(folders, file);
            Interlocked.Decrement(ref _reading);
            if (hashed is null)
                End(file);
            else
                _toRecord.Add(hashed, _stop.Token);
        }
    }

    private HashedFile? Hash(FolderCache folders, Candidate file)
    {
        try
        {
            var name = Encoding.UTF8.GetBytes(file.Path.Name);
            var folder = folders.Open(file.Path.Folder);
            if (folder?.Facts(name) is not { } before)
            {
                folders.Close(); // What is open may be a folder that is gone: the path may lead to another now.
                folder = folders.Open(file.Path.Folder);
                if (folder?.Facts(name) is not { } again)
                {
                    _journal.Gone(file);
                    return null;
                }

                before = again;
            }

            if (before != file.Facts)
                return null; // Another thing by now, or written to since: the next search sees, and waits until it is still.
            var sum = _recorder.FailedSum(file.Key, PathKey.Stamp(before));
            if (sum is null)
            {
                using var content = folder.OpenFile(name);
                sum = FileChecksum.Of(content, _stop.Token);
                Flush(content);
                _metrics.Read(sum.Value.Size);
            }

            HasRead();

            // A file that changed while it was read is not whole: the next search finds it again.
            return folder.Facts(name) == before && sum.Value.Size == before.Size
                ? new HashedFile(file, before, new FoundFile(file.Path, sum.Value.Text, sum.Value.Size))
                : null;
        }
        catch (IOException e)
        {
            _journal.Met(file.Key, file.Path.Relative, 0, FileOutcome.Unreadable, e.Message);
            return null;
        }
    }

    private void Flush(SafeFileHandle content)
    {
        if (_settings.Durability == Durability.Synced)
            RandomAccess.FlushToDisk(content);
    }

    private void Record()
    {
        while (true)
        {
            var group = new List<HashedFile> { _toRecord.Take(_stop.Token) };
            var bytes = group[0].Target.Size;
            var began = Environment.TickCount64;
            while (group.Count < FileRecorder.MostFiles && bytes < FileRecorder.MostBytes)
            {
                // Nothing more is to come for now: those that are here need not wait for it.
                var left = Volatile.Read(ref _reading) == 0 ? 0 : FileRecorder.LongestWait - (int)(Environment.TickCount64 - began);
                if (!_toRecord.TryTake(out var next, Math.Max(0, left), _stop.Token))
                    break;
                group.Add(next);
                bytes += next.Target.Size;
            }

            _recorder.Record(group, _stop.Token);
            foreach (var file in group)
                End(file.Candidate);
        }
    }

    private void End(Candidate file)
    {
        _metrics.Leave();
        lock (_gate)
        {
            if (Interlocked.Decrement(ref _inFlight) > 0)
                return;
            _drained?.TrySetResult();
            _drained = null;
        }
    }
}
