using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Unicode;
using Catchment.Core.Storage;
using Catchment.Files.Settings;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>
/// Walks the source folder for files that are not known. What is known costs one look; a text of its path is made for no other. A folder's
/// files come before those of its folders, of which several are walked at once.
/// </summary>
/// <remarks>Source: <c>files</c> 4.2, 4.7.</remarks>
internal sealed class SourceWalk(FinderSettings settings, FinderFolders folders, KnownFiles known, Settling settling, FinderJournal journal)
{
    /// <summary>Folders in folders that are entered: each is open while those in it are walked.</summary>
    internal const int MostLevels = 200;

    private const int SplitLevels = 3;
    private const int MostThreads = 8;

    private readonly int _threads = Math.Min(settings.Workers, MostThreads);
    private int _helpers;
    private Action<Candidate> _found = _ => { };
    private CancellationToken _stop;
    private volatile bool _isWhole;

    /// <summary>Walks once.</summary>
    /// <param name="found">Told of each file that is new and whole, on several threads.</param>
    /// <param name="stop">Ends the walk.</param>
    /// <exception cref="StorageException">The source folder itself cannot be read; what is known stays so.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Run(Action<Candidate> found, CancellationToken stop)
    {
        _found = found;
        _stop = stop;
        _isWhole = true;
        known.BeginSearch();
        settling.BeginSearch();
        Walk(folders.Source, FilePath.Top, PathKey.Root, 0);
        settling.EndSearch();
        if (_isWhole)
            known.ForgetUnmet();
    }

    private void Walk(FolderHandle folder, string path, PathKey key, int level)
    {
        _stop.ThrowIfCancellationRequested();
        settling.Watch(folder, key);
        List<byte[]>? inner = null;
        try
        {
            using var reader = folder.Read();
            for (var i = 1; reader.TryRead(out var name); i++)
            {
                if (i % 1024 == 0)
                    _stop.ThrowIfCancellationRequested();
                if (Look(folder, path, key.In(name), name))
                    (inner ??= []).Add(name.ToArray());
            }
        }
        catch (StorageException e) when (level > 0)
        {
            Unread(path, key, e);
        }

        if (inner is null)
            return;
        if (inner.Count == 1 || level > SplitLevels)
            inner.ForEach(name => Enter(folder, path, key.In(name), name, level + 1));
        else
            Split(inner, name => Enter(folder, path, key.In(name), name, level + 1));
    }

    /// <summary>
    /// Goes through folders on several threads: in a large tree in which nothing is new, asking the system is all that takes time. They are
    /// threads of its own, as they stand still while the database is away.
    /// </summary>
    private void Split(List<byte[]> names, Action<byte[]> enter)
    {
        var next = -1;
        ExceptionDispatchInfo? fault = null;
        var helpers = new List<Thread>();
        while (helpers.Count < names.Count - 1 && Interlocked.Increment(ref _helpers) < _threads)
        {
            var helper = new Thread(Help) { IsBackground = true, Name = "finder walk" };
            helpers.Add(helper);
            helper.Start();
        }

        if (helpers.Count < names.Count - 1)
            Interlocked.Decrement(ref _helpers); // The one that there was no place for.
        Work();
        helpers.ForEach(h => h.Join());
        fault?.Throw();

        void Help()
        {
            Work();
            Interlocked.Decrement(ref _helpers); // A folder deeper down may have one now.
        }

        void Work()
        {
            try
            {
                for (int i; fault is null && (i = Interlocked.Increment(ref next)) < names.Count;)
                    enter(names[i]);
            }
            catch (Exception e)
            {
                fault ??= ExceptionDispatchInfo.Capture(e);
            }
        }
    }

    private void Enter(FolderHandle above, string path, PathKey key, byte[] name, int level)
    {
        if (!Utf8.IsValid(name))
        {
            journal.Met(key, Text(path, name), 0, FileOutcome.BadName, "the folder's name is no UTF-8 text, which no row can hold; nothing in it is taken");
            return;
        }

        if (level > MostLevels)
        {
            journal.Met(key, Text(path, name), 0, FileOutcome.TooDeep, $"more than {MostLevels} folders in folders; it is not entered");
            return;
        }

        try
        {
            using var folder = above.OpenFolder(name);
            if (folder is null)
                return; // Gone since, or another thing by now: the next walk sees.

            // A storage folder inside the source is where files go to, not where they come from.
            if (settings.StandardAction == FileAction.Move && !folders.IsOnePlace && folder.Facts().IsSameAs(folders.StorageFacts))
                return;
            Walk(folder, Text(path, name), key, level);
        }
        catch (StorageException e)
        {
            Unread(Text(path, name), key, e);
        }
    }

    /// <summary>Looks at a name; true when it is a folder.</summary>
    private bool Look(FolderHandle folder, string path, PathKey key, ReadOnlySpan<byte> name)
    {
        FileFacts facts;
        try
        {
            if (folder.Facts(name) is not { } there)
                return false; // Gone while the folder was read.
            facts = there;
        }
        catch (StorageException e)
        {
            journal.Met(key, Text(path, name), 0, FileOutcome.Unreadable, e.Message);
            return false;
        }

        if (facts.Kind == FileKind.Folder)
            return true;
        var stamp = PathKey.Stamp(facts);
        if (known.Find(key, stamp) is { } outcome && KnownFiles.IsSettled(outcome))
            return false;
        var text = Text(path, name);
        if (!Utf8.IsValid(name))
            journal.Met(key, text, stamp, FileOutcome.BadName, "the name is no UTF-8 text, which no row can hold");
        else if (settings.Exclude.IsFound(text, journal.TooSlow))
            journal.Met(key, text, stamp, FileOutcome.Excluded, "");
        else if (facts.Kind == FileKind.Other)
            Odd(folder, key, text, stamp, name);
        else if (settling.IsWhole(key, facts))
            _found(new Candidate(FilePath.Of(text), key, facts, null));
        return false;
    }

    private void Odd(FolderHandle folder, PathKey key, string text, ulong stamp, ReadOnlySpan<byte> name)
    {
        if (new FileInfo(folder.PathOf(name)).LinkTarget is { } target)
            journal.Met(key, text, stamp, FileOutcome.Link, $"a symbolic link to {target}");
        else
            journal.Met(key, text, stamp, FileOutcome.NotRegular, "a pipe, a socket or a device, not a regular file");
    }

    /// <summary>A folder that cannot be read looks empty.</summary>
    private void Unread(string path, PathKey key, StorageException e)
    {
        // What nobody may read stays so. Any other trouble passes, and what was found in the folder before is not to be read anew then.
        if (!e.IsForbidden)
            _isWhole = false;
        journal.Met(key, path, 0, FileOutcome.Unreadable, $"the folder cannot be read, files in it are not found: {e.Message}");
    }

    private static string Text(string path, ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        return path == FilePath.Top ? text : $"{path}/{text}";
    }
}
