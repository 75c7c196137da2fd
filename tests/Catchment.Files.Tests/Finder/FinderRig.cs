using System.Text;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Catchment.Files.Finder;
using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;

namespace Catchment.Files.Tests.Finder;

/// <summary>A finder with folders and tables of its own.</summary>
internal sealed class FinderRig : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TimeProvider _time;
    private StateFolder _state;
    private CancellationTokenSource? _stop;
    private CancellationToken _stopping;
    private Task _run = Task.CompletedTask;
    private int _searches;

    internal FinderRig(DatabaseKind kind, TimeProvider? time = null, string? storage = null)
        : this(new TestDatabase(kind), time, storage)
    {
    }

    internal FinderRig(TestDatabase database, TimeProvider? time = null, string? storage = null)
    {
        _time = time ?? TimeProvider.System;
        Database = database;
        Source = Directory.CreateDirectory(_folder["source"]).FullName;
        Storage = Directory.CreateDirectory(storage ?? _folder["storage"]).FullName;
        _state = StateFolder.Open(_folder["state"]);
        Context = new FinderContext(_time);
        Metrics = new FinderMetrics(new NodeMetrics(_time, "1"));
        Settings = new FinderSettings
        {
            Database = Database.Settings,
            Source = Source,
            Storage = Storage,
            StandardAction = FileAction.Move,
            AlternativeAction = FileAction.Delete,
            Method = SearchMethod.Scan,
            Exclude = PatternList.None,
            PastDays = 1,
            FutureDays = 1,
            Delay = TimeSpan.Zero,
            Pause = TimeSpan.FromMilliseconds(20),
            Settle = TimeSpan.Zero,
            Durability = Durability.Written,
            Workers = 2,
            Log = null!,
        };
    }

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    internal TestDatabase Database { get; }

    internal string Source { get; }

    internal string Storage { get; }

    internal string State => _state.FullPath;

    internal FinderSettings Settings { get; set; }

    internal FinderContext Context { get; }

    internal FinderMetrics Metrics { get; private set; }

    internal RecordedLogs Logs { get; } = new();

    /// <summary>Called at each moment of the work on a group; what it throws ends the finder as a kill would.</summary>
    internal Action<FinderMoment> Reached { get; set; } = _ => { };

    internal TimeSpan LastSearch { get; private set; }

    /// <summary>Starts it.</summary>
    internal void Start()
    {
        _stop = new CancellationTokenSource();
        _searches = 0;
        var service = new FinderService(Settings, _state, Metrics, Logs)
        {
            Reached = Reached,
            Searched = took =>
            {
                LastSearch = took;
                Interlocked.Increment(ref _searches);
            },
        };
        var stop = _stopping = _stop.Token;
        _run = Task.Factory.StartNew(() => service.RunAsync(Context, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Cancelled when it is asked to stop.</summary>
    internal CancellationToken Stopping => _stopping;

    /// <summary>Stops it as a signal would.</summary>
    internal async Task StopAsync()
    {
        if (_stop is not { } stop)
            return;
        _stop = null;
        await stop.CancelAsync();
        await _run.InTimeAsync();
        stop.Dispose();
    }

    /// <summary>Waits until it failed.</summary>
    /// <returns>Why.</returns>
    internal async Task<Exception> UntilFailedAsync()
    {
        try
        {
            await _run.InTimeAsync();
            throw new InvalidOperationException("It ended.");
        }
        catch (Exception e)
        {
            _stop?.Dispose();
            _stop = null;
            return e;
        }
    }

    /// <summary>Whether it ended by itself.</summary>
    internal bool HasEnded => _run.IsCompleted;

    /// <summary>Searches that ended.</summary>
    internal int Searches => Volatile.Read(ref _searches);

    /// <summary>Waits until searches have been done that began after now.</summary>
    internal async Task SearchAsync(int count = 1)
    {
        var wanted = Volatile.Read(ref _searches) + 1 + count; // The one that is under way may have passed by.
        await UntilAsync(() => Volatile.Read(ref _searches) >= wanted);
    }

    /// <summary>Waits for something.</summary>
    /// <param name="condition">What.</param>
    /// <param name="failureIsNews">Rethrows what ended it meanwhile.</param>
    internal async Task UntilAsync(Func<bool> condition, bool failureIsNews = true)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                if (condition())
                    return true;
                if (failureIsNews && _run.IsCompleted)
                    await _run; // It failed: that is the news.
                return false;
            },
            "the finder comes to it");
    }

    /// <summary>Runs it until it has searched twice, and stops it.</summary>
    internal async Task RunAsync()
    {
        Start();
        await SearchAsync();
        await StopAsync();
    }

    /// <summary>The same, as after a restart of the process.</summary>
    internal void ForgetProcess()
    {
        _state.Dispose();
        _state = StateFolder.Open(_state.FullPath);
        Metrics = new FinderMetrics(new NodeMetrics(_time, "1"));
    }

    /// <summary>Writes a file: it is there whole at once, as a finder that does not wait until files are still would take a half.</summary>
    internal string Write(string path, string content, string? below = null)
    {
        var root = Path.GetFullPath(below ?? Source);
        var (full, aside) = (Path.Combine(root, path), root + ".aside");
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(aside, content, new UTF8Encoding(false));
        File.Move(aside, full, overwrite: true);
        return full;
    }

    /// <summary>The paths of all files below a folder, in order.</summary>
    internal static string[] Tree(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    /// <summary>The rows of the files table.</summary>
    internal TrackedFile[] Rows()
    {
        using var database = Database.Open();
        using var connection = database.Original.Connect();
        return [.. database.Tables.ById(connection, [.. database.Tables.IdsAfter(connection, 0, 100_000)]).OrderBy(r => r.Path.Relative, StringComparer.Ordinal)];
    }

    /// <summary>The paths of all rows, in order.</summary>
    internal string[] Tracked() => [.. Rows().Select(r => r.Path.Relative)];

    public void Dispose()
    {
        try
        {
            StopAsync().GetAwaiter().GetResult();
        }
        finally
        {
            _state.Dispose();
            Database.Dispose();
            _folder.Dispose();
        }
    }
}
