using System.Text;
using System.Text.Unicode;
using Catchment.Core.Storage;

namespace Catchment.Telemetry.Following;

/// <summary>
/// Sees which files are made or written to below the data folders, also in folders that are made later, and in data folders that appear.
/// What the system does not tell is found by an inventory, which this asks for. Source: <c>telemetry</c> 11.2, 11.4.
/// </summary>
internal sealed class DataFolderWatch : IDisposable
{
    private const FolderChange Wanted = FolderChange.Written | FolderChange.Touched | FolderChange.Created | FolderChange.MovedInto;

    private readonly TelemetryJournal _journal;
    private readonly WakeUp _wake;
    private readonly FolderWatch? _watch;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<string>> _paths = [];
    private readonly List<Root> _roots;
    private readonly HashSet<string> _closed = new(StringComparer.Ordinal); // folders that could not be opened
    private readonly ChangedFiles _changed;
    private HashSet<(int Watch, FolderChange What, string Name)> _told = [];
    private bool _isLost;

    /// <summary>Prepares it; <see cref="Look"/> begins.</summary>
    /// <param name="dataDirs">The folders, as they are configured.</param>
    /// <param name="changed">Where files go.</param>
    /// <param name="wake">Woken when something happens.</param>
    /// <param name="journal">Is told what is in the way.</param>
    internal DataFolderWatch(IReadOnlyList<string> dataDirs, ChangedFiles changed, WakeUp wake, TelemetryJournal journal)
    {
        (_changed, _wake, _journal) = (changed, wake, journal);
        _roots = [.. dataDirs.Where(d => d.Length > 0).Select(d => new Root(d.EndsWith('/') ? d : d + "/"))];
        _watch = FolderWatch.Start(Wanted, Hear);
    }

    /// <summary>Names that are kept until they are looked at; with more of them an inventory is cheaper.</summary>
    internal int MostNames { get; init; } = 100_000;

    /// <summary>Opens a folder by its path.</summary>
    internal Func<string, FolderHandle?> Open { get; init; } = FolderHandle.Open;

    /// <summary>An inventory has to be made: a data folder has appeared.</summary>
    internal bool HasAppeared { get; private set; }

    /// <summary>An inventory that refreshes what it knows has to be made: it is not known what has happened.</summary>
    internal bool HasMissed { get; private set; }

    /// <summary>Not all folders can be watched: what happens in them is seen by inventories alone.</summary>
    internal bool IsIncomplete { get; private set; }

    /// <summary>The inventory that was asked for is under way.</summary>
    internal void Answered() => (HasAppeared, HasMissed) = (false, false);

    /// <summary>Looks whether the data folders are those that are watched.</summary>
    internal void Look()
    {
        var isInTheWay = IsIncomplete;
        foreach (var root in _roots)
        {
            try
            {
                using var folder = Open(root.Path);
                var facts = folder?.Facts();
                if (facts is { } now && !(root.Facts is { } known && known.IsSameAs(now)))
                {
                    HasAppeared = true;
                    WatchTree(root.Path, isNew: false);
                }

                root.Facts = facts;
            }
            catch (StorageException e)
            {
                root.Facts = null;
                isInTheWay = true;
                _journal.InTheWay(TelemetryTrouble.Watch, $"A data folder cannot be watched. {e.Message}");
            }
        }

        foreach (var path in _closed.ToArray())
            WatchTree(path, isNew: true);
        if (!isInTheWay && !IsIncomplete)
            _journal.Clear(TelemetryTrouble.Watch);
    }

    /// <summary>Takes what was told: files go to the changed ones, new folders are watched.</summary>
    internal void Collect()
    {
        HashSet<(int Watch, FolderChange What, string Name)> told;
        bool isLost;
        lock (_gate)
        {
            if (_told.Count == 0 && !_isLost)
                return;
            (told, _told, isLost, _isLost) = (_told, [], _isLost, false);
        }

        if (isLost)
            BeginAnew();

        foreach (var (watch, what, name) in told)
        {
            foreach (var path in _paths.TryGetValue(watch, out var paths) ? paths.ToArray() : [])
            {
                if (what == FolderChange.Ended)
                    Forget(watch, path);
                else if (what.HasFlag(FolderChange.OfFolder))
                    WatchTree($"{path}{name}/", isNew: what.HasFlag(FolderChange.Created));
                else
                    Change(path, name);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watch?.Dispose();

    /// <summary>Nobody knows which folders were made meanwhile: all are watched again before the inventory that finds their files.</summary>
    private void BeginAnew()
    {
        HasMissed = true;
        foreach (var root in _roots)
            root.Facts = null;
        Look();
    }

    private void Hear(int watch, FolderChange change, ReadOnlySpan<byte> name)
    {
        lock (_gate)
        {
            if (change.HasFlag(FolderChange.Lost) || _told.Count >= MostNames)
                _isLost = true;
            else if (change.HasFlag(FolderChange.Ended))
                _told.Add((watch, FolderChange.Ended, ""));
            else if (What(change) is var what && (what == FolderChange.None || name.IsEmpty))
                return;
            else if (Utf8.IsValid(name))
                _told.Add((watch, what, Encoding.UTF8.GetString(name)));
            else
                _journal.Skip(SkipReason.Name); // The inventory tells of it.
        }

        _wake.Set();
    }

    /// <summary>What is kept of a change: a folder that was made or moved in, or a file that is to be looked at. A renamed file changes nothing.</summary>
    private static FolderChange What(FolderChange change)
    {
        if (change.HasFlag(FolderChange.OfFolder))
            return (change & (FolderChange.Created | FolderChange.MovedInto)) == FolderChange.None ? FolderChange.None : change;
        return change == FolderChange.MovedInto ? FolderChange.None : FolderChange.Written;
    }

    /// <summary>A folder is gone. A data folder that is made anew may look like the one before.</summary>
    private void Forget(int watch, string path)
    {
        _paths.Remove(watch);
        foreach (var root in _roots.Where(r => r.Path == path))
            root.Facts = null;
    }

    /// <summary>Watches a folder and all below it.</summary>
    /// <param name="top">Its path as it is recorded, with a slash at its end.</param>
    /// <param name="isNew">What is in it has not been seen: it counts as changed.</param>
    private void WatchTree(string top, bool isNew)
    {
        var pending = new Stack<string>([top]);
        while (pending.TryPop(out var path))
        {
            try
            {
                using var folder = Open(path);
                if (folder is not null)
                    WatchFolder(folder, path, isNew, pending);
                _closed.Remove(path);
            }
            catch (StorageException e)
            {
                // It is tried again at each look; told once.
                if (!_closed.Add(path))
                    continue;
                _journal.Skip(SkipReason.Unreadable);
                _journal.TellSkipped(path, e.Message);
            }
        }
    }

    private void WatchFolder(FolderHandle folder, string path, bool isNew, Stack<string> pending)
    {
        // Watched before it is read: what comes between is told.
        Watch(folder, path);
        using var reader = folder.Read();
        while (reader.TryRead(out var name, out var kind))
        {
            if (name.Length > FolderHandle.MaxNameBytes || !Utf8.IsValid(name))
                continue; // The inventory tells of it.
            if ((kind ?? folder.Facts(name)?.Kind) == FileKind.Folder)
                pending.Push($"{path}{Encoding.UTF8.GetString(name)}/");
            else if (isNew)
                Change(path, Encoding.UTF8.GetString(name));
        }
    }

    private void Watch(FolderHandle folder, string path)
    {
        var watch = _watch?.Add(folder) ?? -1;
        if (watch < 0)
        {
            IsIncomplete = true;
            _journal.InTheWay(
                TelemetryTrouble.Watch,
                $"The system watches no more folders ({path}): changed files are found by an inventory once a minute. Raise fs.inotify.max_user_watches, or name fewer folders in data_dirs.");
            return;
        }

        if (!_paths.TryGetValue(watch, out var paths))
            _paths.Add(watch, paths = []);
        if (paths.Contains(path))
            return;

        // The same folder under another path: by a second data folder, or because it was renamed. Paths that do not lead to it any more go.
        paths.RemoveAll(p => !LeadsTo(p, folder));
        paths.Add(path);
    }

    private static bool LeadsTo(string path, FolderHandle folder)
    {
        try
        {
            using var other = FolderHandle.Open(path);
            return other is not null && other.Facts().IsSameAs(folder.Facts());
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private void Change(string folder, string name)
    {
        if (!_changed.IsFull)
            _changed.Add(folder, name);
        else
            HasMissed = true;
    }

    private sealed class Root(string path)
    {
        internal string Path => path;

        internal FileFacts? Facts { get; set; }
    }
}
