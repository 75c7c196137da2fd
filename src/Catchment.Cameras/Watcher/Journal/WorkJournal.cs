using System.Globalization;
using System.Text;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Journal;

/// <summary>
/// Work that has to be done, whatever happens to the process meanwhile: a file of lines, <c>+number text</c> for work that came,
/// <c>*number</c> for work that was begun, <c>-number</c> for work that is done. The file is written anew, with what is left, when it is
/// opened and when it has grown. Safe for many threads at once.
/// </summary>
internal sealed class WorkJournal : IDisposable
{
    private const char Came = '+';
    private const char Began = '*';
    private const char Done = '-';
    private const int UsualDeadLines = 4096;

    private readonly Lock _gate = new();
    private readonly StateFolder _folder;
    private readonly string _name;
    private readonly Durability _durability;
    private readonly SortedDictionary<long, WorkItem> _items;
    private AppendLog? _log; // null: to be written anew
    private long _next;
    private int _deadLines;

    private WorkJournal(StateFolder folder, string name, Durability durability, SortedDictionary<long, WorkItem> items)
    {
        _folder = folder;
        _name = name;
        _durability = durability;
        _items = items;
        _next = items.Count == 0 ? 0 : items.Keys.Last() + 1;
        _log = WriteAnew();
    }

    /// <summary>What is not done yet, oldest first.</summary>
    internal IReadOnlyList<WorkItem> Items
    {
        get
        {
            lock (_gate)
                return [.. _items.Values];
        }
    }

    /// <summary>How much is not done yet.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    /// <summary>Opens a journal; one that is not there is empty.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="name">The file's name in it.</param>
    /// <param name="durability"><see cref="Durability.Synced"/>: <see cref="Add"/> returns when the work is on the medium.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    internal static WorkJournal Open(StateFolder folder, string name, Durability durability) => new(folder, name, durability, Read(folder.PathOf(name)));

    /// <summary>Notes work; it is in the file when this returns.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="ArgumentException">The text has more than one line.</exception>
    internal WorkItem Add(string text)
    {
        if (text.AsSpan().ContainsAny('\n', '\r'))
            throw new ArgumentException("Work is noted on one line.", nameof(text));
        WorkItem item;
        lock (_gate)
        {
            item = new WorkItem(_next, text, HasBegun: false);
            Write($"{Came}{item.Number} {text}\n");
            _log!.Flush();
            _next++;
            _items.Add(item.Number, item);
        }

        return item;
    }

    /// <summary>Keeps work in mind although it could not be noted; a restart forgets it.</summary>
    internal void AddUnwritten(string text)
    {
        lock (_gate)
        {
            _items.Add(_next, new WorkItem(_next, text, HasBegun: false));
            _next++;
        }
    }

    /// <summary>The oldest work that is not done and fits; null: there is none.</summary>
    internal WorkItem? Oldest(Func<WorkItem, bool>? fits = null)
    {
        lock (_gate)
            return fits is null ? _items.Values.FirstOrDefault() : _items.Values.FirstOrDefault(fits);
    }

    /// <summary>Notes that work was begun.</summary>
    /// <returns>The work, begun.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    internal WorkItem Begin(WorkItem item)
    {
        var begun = item with { HasBegun = true };
        lock (_gate)
        {
            if (!_items.TryGetValue(item.Number, out var known) || known.HasBegun)
                return begun;
            Write($"{Began}{item.Number}\n");
            _items[item.Number] = begun;
            _deadLines++;
        }

        return begun;
    }

    /// <summary>Notes that work is done, or given up.</summary>
    /// <exception cref="IOException">It could not be written; after a restart it is done again.</exception>
    internal void End(WorkItem item)
    {
        lock (_gate)
        {
            if (!_items.Remove(item.Number))
                return;
            Write($"{Done}{item.Number}\n");
            _deadLines += 2;
            if (_deadLines <= UsualDeadLines + _items.Count)
                return;
            _log?.Dispose();
            _log = null;
            _log = WriteAnew();
            _deadLines = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _log?.Dispose();

    private static SortedDictionary<long, WorkItem> Read(string path)
    {
        var items = new SortedDictionary<long, WorkItem>();
        foreach (var line in WholeLines(path))
        {
            if (line.Length < 2)
                continue;
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            var digits = line.AsSpan(1, (blank < 0 ? line.Length : blank) - 1);
            if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue; // A power cut may leave blocks of zeros.
            switch (line[0])
            {
                case Came when blank > 0:
                    items[number] = new WorkItem(number, line[(blank + 1)..], HasBegun: false);
                    break;
                case Began when items.TryGetValue(number, out var item):
                    items[number] = item with { HasBegun = true };
                    break;
                case Done:
                    items.Remove(number);
                    break;
            }
        }

        return items;
    }

    /// <summary>The lines that end. A power cut may leave the last one half written: half of <c>-12</c> would cross out another's work.</summary>
    private static string[] WholeLines(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return text[..(text.LastIndexOf('\n') + 1)].Split('\n');
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private void Write(string line) => (_log ??= WriteAnew()).Write(Encoding.UTF8.GetBytes(line));

    private AppendLog WriteAnew()
    {
        var content = new StringBuilder();
        foreach (var item in _items.Values)
        {
            content.Append(CultureInfo.InvariantCulture, $"{Came}{item.Number} {item.Text}\n");
            if (item.HasBegun)
                content.Append(CultureInfo.InvariantCulture, $"{Began}{item.Number}\n");
        }

        try
        {
            _folder.WriteBytes(_name, Encoding.UTF8.GetBytes(content.ToString()), _durability == Durability.Synced);
        }
        catch (StateFolderException e)
        {
            throw new IOException(e.Message, e);
        }

        return AppendLog.Open(_folder.PathOf(_name), _durability);
    }
}
