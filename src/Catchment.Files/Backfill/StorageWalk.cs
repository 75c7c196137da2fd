using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Patterns;
using Catchment.Files.Tables;

namespace Catchment.Files.Backfill;

/// <summary>Finds the regular files that a source means; links below the storage folder are not followed. Source: <c>files</c> 7, D31.</summary>
/// <param name="storage">Absolute path of the storage folder; the way to it may have links.</param>
/// <param name="exclude">What is left out below a folder.</param>
internal sealed class StorageWalk(string storage, PatternList exclude)
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The files of a source, each with its kind: null: a name that there is nothing behind; <see cref="FileKind.Other"/>: no regular file.</summary>
    public IEnumerable<(FilePath Path, FileKind? Kind)> Files(PathPattern source)
    {
        var unreadable = new List<string>();
        foreach (var found in source.Expand(unreadable.Add))
        {
            var relative = Plain(found);
            switch (Kind(relative))
            {
                case FileKind.Folder:
                    foreach (var file in Below(relative))
                        yield return file;
                    break;
                case var kind:
                    yield return (FilePath.Of(relative), kind);
                    break;
            }
        }

        foreach (var folder in unreadable)
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

    private IEnumerable<(FilePath Path, FileKind? Kind)> Below(string top)
    {
        var folders = new Stack<string>([""]);
        while (folders.TryPop(out var folder))
        {
            var below = folder.Length == 0 ? top : top.Length == 0 ? folder : $"{top}/{folder}";
            foreach (var (name, kind) in Entries(below))
            {
                var relative = folder.Length == 0 ? name : $"{folder}/{name}";
                if (kind == FileKind.Folder)
                    folders.Push(relative);
                else if (!exclude.IsFound(relative))
                    yield return (new FilePath(below.Length == 0 ? FilePath.Top : below, name), kind);
            }
        }
    }

    /// <summary>What is in a folder; one that cannot be read looks empty.</summary>
    private List<(string Name, FileKind Kind)> Entries(string relative)
    {
        var entries = new List<(string, FileKind)>();
        try
        {
            using var folder = FolderHandle.Open($"{storage}/{relative}");
            using var reader = folder?.Read();
            while (reader?.TryRead(out var name) == true)
            {
                if (folder!.Facts(name) is { } facts)
                    entries.Add(Text(name) is { } text ? (text, facts.Kind) : ("(no UTF-8)", FileKind.Other));
            }
        }
        catch (IOException)
        {
            // As it looks.
        }

        return entries;
    }

    private static string? Text(ReadOnlySpan<byte> name)
    {
        try
        {
            return Strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
