using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Following;

/// <summary>Files that were made or written to and are not recorded yet, each once however often it was written to. For one thread. Source: <c>telemetry</c> 11.4.</summary>
/// <param name="host">The computer that they are on.</param>
/// <param name="own">What is not recorded.</param>
/// <param name="journal">Is told what is left out.</param>
/// <param name="time">The clock.</param>
internal sealed class ChangedFiles(string host, OwnPaths own, TelemetryJournal journal, TimeProvider time)
{
    private readonly LogEpisode _skips = new(time);
    private readonly Dictionary<string, HashSet<string>> _byFolder = new(StringComparer.Ordinal);
    private readonly HashSet<(string Folder, string Name)> _taken = [];
    private bool _hasSkipped;

    /// <summary>Names that are kept; with more of them an inventory is cheaper.</summary>
    internal int Most { get; init; } = 100_000;

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>There is no room for more.</summary>
    internal bool IsFull => Count + _taken.Count >= Most;

    /// <summary>Whether an inventory is being made. What is taken meanwhile is remembered, as the inventory may record older facts of it behind.</summary>
    internal Func<bool> IsInventoryMade { get; init; } = () => false;

    /// <summary>An inventory has ended: what was taken while it was made is taken once more.</summary>
    /// <returns>False: those are too many, and forgotten; an inventory that refreshes what it knows has to find them.</returns>
    internal bool Retake()
    {
        var areTooMany = IsFull; // Taken up again they leave no room for others, which asks for an inventory, during which they are taken and kept: without end.
        if (!areTooMany)
        {
            foreach (var (folder, name) in _taken)
                Add(folder, name);
        }

        _taken.Clear();
        return !areTooMany;
    }

    /// <summary>Adds one.</summary>
    /// <param name="folder">Its folder as it is recorded, with a slash at its end.</param>
    /// <param name="name">Its name.</param>
    internal void Add(string folder, string name)
    {
        if (!_byFolder.TryGetValue(folder, out var names))
            _byFolder.Add(folder, names = new HashSet<string>(StringComparer.Ordinal));
        Count += names.Add(name) ? 1 : 0;
    }

    /// <summary>Takes some; what is gone is left out.</summary>
    private List<FileOrigin> TakeSome(int most)
    {
        var files = new List<FileOrigin>();
        _hasSkipped = false;
        foreach (var (path, names) in _byFolder)
        {
            using var folder = Open(path);
            foreach (var name in names)
            {
                if (files.Count >= most)
                    return files;
                names.Remove(name);
                Count--;
                if (folder is not null && Look(folder, path, name) is { } file)
                    files.Add(file);
            }

            _byFolder.Remove(path);
        }

        if (!_hasSkipped)
            journal.End(_skips);
        return files;
    }

    /// <summary>Takes some, as they are now, and remembers them where an inventory may have seen them before.</summary>
    internal List<FileOrigin> Take(int most)
    {
        var files = TakeSome(most);

        // Asked behind the looking: one that ends before has recorded what it saw, and these are recorded after it.
        if (IsInventoryMade())
            _taken.UnionWith(files.Select(f => (f.Path[..(f.Path.LastIndexOf('/') + 1)], f.Path[(f.Path.LastIndexOf('/') + 1)..])));
        return files;
    }

    private FolderHandle? Open(string path)
    {
        try
        {
            return FolderHandle.Open(path);
        }
        catch (StorageException e)
        {
            Skip(path, SkipReason.Unreadable, e.Message);
            return null;
        }
    }

    private FileOrigin? Look(FolderHandle folder, string folderPath, string name)
    {
        var path = folderPath + name;
        try
        {
            if (folder.TargetFacts(Encoding.UTF8.GetBytes(name)) is not { } facts || facts.Kind == FileKind.Folder || own.Contains(path))
                return null;
            if (ColumnWidths.Characters(path) <= ColumnWidths.Path)
                return new FileOrigin(host, path, Instant.OfFile(facts.Modified), FlatlogName.Parse(path).StartMicroseconds ?? Instant.OfFile(facts.Changed), facts.Size);
            Skip(path, SkipReason.Name, $"its path has more than {ColumnWidths.Path} characters");
        }
        catch (StorageException e)
        {
            Skip(path, SkipReason.Unreadable, e.Message);
        }

        return null;
    }

    private void Skip(string path, SkipReason reason, string why)
    {
        _hasSkipped = true;
        journal.Skip(reason);
        journal.TellSkipped(_skips, path, why);
    }
}
