using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Events.Csv;
using Catchment.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>
/// A day's index in memory, so that a new row costs the reading of that row and not of the whole file. For one thread at a time.
/// </summary>
/// <param name="folders">The roots.</param>
/// <param name="day">The day.</param>
internal sealed class DayBook(EventFolders folders, DateOnly day)
{
    /// <summary>More than half a row: an id and a time are always in it.</summary>
    private const int MostKept = 64;

    private static readonly byte[] IndexName = Encoding.UTF8.GetBytes(EventFolders.IndexName);

    private readonly Dictionary<string, BookEntry> _entries = new(StringComparer.Ordinal);
    private IndexCsv _index = new();
    private int _taken;
    private FileFacts _facts;
    private IndexRow? _tail;
    private byte[] _end = [];

    /// <summary>The day.</summary>
    internal DateOnly Day => day;

    /// <summary>The ids of the events that it has.</summary>
    internal IEnumerable<string> Ids => TailId is { } id && !_entries.ContainsKey(id) ? _entries.Keys.Append(id) : _entries.Keys;

    private string? TailId => _tail?.Event is { } id && EventNames.IsId(id) ? id : null;

    /// <summary>An event; null: the index does not have it.</summary>
    internal BookEntry? Find(string id)
    {
        var entry = _entries.GetValueOrDefault(id);
        return _tail is { } tail && TailId == id ? entry?.With(tail) ?? new BookEntry(tail) : entry;
    }

    /// <summary>Reads what the file has more than at the last time; all of it when it is another file, or when that is wanted.</summary>
    /// <exception cref="IOException">It is there but cannot be read.</exception>
    internal void Refresh(bool isWhole = false)
    {
        using var folder = EventFiles.Open(folders.Csv, day);
        if (folder?.Facts(IndexName) is not { Kind: FileKind.File } facts)
        {
            Clear();
            return;
        }

        if (!isWhole && facts == _facts)
            return;
        if (isWhole || facts.Inode != _facts.Inode || facts.Size < _index.Position)
            Clear();
        if (facts.Size > CsvFiles.LargestFile)
            throw new IOException($"{folder.PathOf(IndexName)} is larger than {CsvFiles.LargestFile >> 30} GiB; it is not read.");
        using var file = TryOpen(folder);
        if (file is null)
        {
            Clear();
            return;
        }

        if (!IsContinued(file))
            Clear();
        Read(file, (int)(facts.Size - _index.Position));
        _facts = facts;
    }

    private void Clear()
    {
        _entries.Clear();
        _index = new IndexCsv();
        _taken = 0;
        _facts = default;
        _tail = null;
        _end = [];
    }

    /// <summary>
    /// Whether what was read is still there. A file system gives a number that has become free to the next file: an index that was written
    /// anew twice may have the number that it had before.
    /// </summary>
    private bool IsContinued(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[_end.Length];
        return RandomAccess.Read(file, bytes, _index.Position - _end.Length) == bytes.Length && bytes.SequenceEqual(_end);
    }

    private static SafeFileHandle? TryOpen(FolderHandle folder)
    {
        try
        {
            return folder.OpenFile(IndexName);
        }
        catch (StorageException e) when (e.IsFolderMissing)
        {
            return null; // Removed just now.
        }
    }

    private void Read(SafeFileHandle file, int size)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(size, 1));
        try
        {
            var length = 0;
            while (length < size && RandomAccess.Read(file, bytes.AsSpan(length, size - length), _index.Position + length) is > 0 and var part)
                length += part;
            var rest = bytes.AsSpan(0, length);
            var whole = rest.LastIndexOf((byte)'\n') + 1;
            var from = _index.Position;
            if (_taken > _index.FinalCount)
            {
                _entries.Clear(); // What stood behind an open quote may have become part of a field.
                _taken = 0;
            }

            _index.Read(rest[..whole]);
            if (_index.Position - from is > 0 and var taken)
                _end = rest[Math.Max(0, taken - MostKept)..taken].ToArray();
            for (; _taken < _index.Rows.Length; _taken++)
                Take(_index.Rows[_taken]);

            // A last row without its line feed counts, and may still grow.
            var tail = new IndexCsv();
            tail.Read(rest[whole..]);
            _tail = tail.Rows.IsEmpty ? null : tail.Rows[0];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Take(IndexRow row)
    {
        if (row.Event is not { } id || !EventNames.IsId(id))
            return;
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, id, out var isThere);
        if (isThere)
            entry!.Add(row);
        else
            entry = new BookEntry(row);
    }
}
