using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Patterns;
using Catchment.Files.Tables;

namespace Catchment.Files.Backfill;

/// <summary>Finds the regular files that a source means; links below the storage folder are not followed. Source: <c>files</c> 7, D31.</summary>
/// <param name="storage">Absolute path of the storage folder; the way to it may have links.</param>
/// <param name="exclude">What is left out below a folder.</param>
/// <param name="tooSlow">Told of an expression of the list that took too long for a path; it counts as not found there.</param>
/// <param name="unread">Told of a folder that cannot be read: it counts as empty, or as far as it was read.</param>
internal sealed class StorageWalk(string storage, PatternList exclude, Action<PythonPattern> tooSlow, Action<StorageException> unread)
{
    /// <summary>The files of a source, each with its kind: null: a name that there is nothing behind; <see cref="FileKind.Other"/>: no regular file.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public IEnumerable<(FilePath Path, FileKind? Kind)> Files(PathPattern source, CancellationToken stop)
    {
        var nameless = new List<string>();
        foreach (var found in source.Expand(nameless.Add, unread, stop))
        {
            var relative = Plain(found);
            switch (Kind(relative))
            {
                case FileKind.Folder:
                    foreach (var file in Below(relative, stop))
                        yield return file;
                    break;
                case var kind:
                    yield return (FilePath.Of(relative), kind);
                    break;
            }
        }

        foreach (var folder in nameless)
            yield return (new FilePath(folder, "(no UTF-8)"), FileKind.Other);
    }

    /// <summary>The path without <c>.</c>, <c>..</c> and doubled slashes; empty: the storage folder itself.</summary>
    private static string Plain(string relative)
    {
        var components = new List<string>();
        foreach (var component in relative.Split('/'))
        {
            if (component == "..")
                components.RemoveAt(components.Count - 1);
            else if (component is not ("" or "."))
                components.Add(component);
        }

        return string.Join('/', components);
    }

    private FileKind? Kind(string relative)
    {
        if (relative.Length == 0)
            return FileKind.Folder;
        try
        {
            var folder = storage;
            FileKind? kind = FileKind.Folder;
            foreach (var component in relative.Split('/'))
            {
                if (kind != FileKind.Folder)
                    return FileKind.Other; // Behind a link.
                using var handle = FolderHandle.Open(folder);
                kind = handle?.Facts(Encoding.UTF8.GetBytes(component))?.Kind;
                folder = $"{folder}/{component}";
            }

            // A dangling link is a source that was not found; another is not followed.
            return kind == FileKind.Other && File.ResolveLinkTarget(folder, returnFinalTarget: true) is { } target && !Path.Exists(target.FullName) ? null : kind;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private IEnumerable<(FilePath Path, FileKind? Kind)> Below(string top, CancellationToken stop)
    {
        var folders = new Stack<string>([""]);
        while (folders.TryPop(out var folder))
        {
            var below = folder.Length == 0 ? top : top.Length == 0 ? folder : $"{top}/{folder}";
            stop.ThrowIfCancellationRequested();
            foreach (var (name, kind) in Entries(below, stop))
            {
                var relative = folder.Length == 0 ? name : $"{folder}/{name}";
                if (kind == FileKind.Folder)
                    folders.Push(relative);
                else if (!exclude.IsFound(relative, tooSlow))
                    yield return (new FilePath(below.Length == 0 ? FilePath.Top : below, name), kind);
            }
        }
    }

    private List<(string Name, FileKind Kind)> Entries(string relative, CancellationToken stop)
    {
        var entries = new List<(string, FileKind)>();
        try
        {
            using var folder = FolderHandle.Open($"{storage}/{relative}");
            using var reader = folder?.Read();
            while (reader?.TryRead(out var name) == true)
            {
                stop.ThrowIfCancellationRequested();
                if (folder!.Facts(name) is { } facts)
                    entries.Add(FilePath.TextOf(name) is { } text ? (text, facts.Kind) : ("(no UTF-8)", FileKind.Other));
            }
        }
        catch (StorageException e)
        {
            unread(e);
        }

        return entries;
    }
}
