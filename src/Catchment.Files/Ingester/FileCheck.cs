using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Catchment.Files.Tables;

namespace Catchment.Files.Ingester;

/// <summary>Decides whether a file is handed to the plugin; the first rule that applies decides. Source: <c>files</c> 5.4.</summary>
/// <param name="settings">The lists.</param>
/// <param name="storage">Absolute path of the storage folder.</param>
/// <param name="tooSlow">Told of an expression that took too long.</param>
internal sealed class FileCheck(IngesterSettings settings, string storage, Action<PythonPattern> tooSlow)
{
    private FileFacts? _storage = Facts(storage);

    /// <summary>The path that a plugin gets: with <c>./</c> inside for a file at the top.</summary>
    public string PathOf(TrackedFile file) => $"{storage}/{file.Path}";

    /// <summary>Whether the storage folder is there: the one that it was, or another with something in it. An empty one is a place where a disk is mounted otherwise.</summary>
    public bool HasStorage
    {
        get
        {
            if (Facts(storage) is not { } now)
                return false;
            if (_storage is { } before && now.IsSameAs(before))
                return true;
            if (IsEmpty(storage))
                return false;
            _storage = now;
            return true;
        }
    }

    /// <summary>What is recorded instead of an attempt, and why; null: it is attempted.</summary>
    public (FileStatus Status, string Reason)? Decide(TrackedFile file)
    {
        var path = file.Path.ToString();
        if (!settings.Include.IsEmpty && !settings.Include.IsFound(path, tooSlow))
            return (FileStatus.Ignored, "not on the include list");
        if (settings.Exclude.IsFound(path, tooSlow))
            return (FileStatus.Ignored, "on the exclude list");
        if (!IsRegularFile(PathOf(file)))
            return (FileStatus.Invalid, "no such file in storage");
        return file.Size == 0 ? (FileStatus.Invalid, "the file has 0 bytes") : null;
    }

    // A pipe or a device is none: who opens it may wait for ever. File.Exists takes them for files.
    private static bool IsRegularFile(string path)
    {
        try
        {
            return Kind(path) is { } kind && (kind == FileKind.File || (kind == FileKind.Other
                && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && Kind(target.FullName) == FileKind.File));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // A name that no file can have, a folder that may not be entered, links in a circle.
        }
    }

    private static FileFacts? Facts(string path)
    {
        try
        {
            using var folder = FolderHandle.Open(path);
            return folder?.Facts();
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private static bool IsEmpty(string path)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static FileKind? Kind(string path)
    {
        using var folder = FolderHandle.Open(Path.GetDirectoryName(path) ?? "/");
        return folder?.Facts(Encoding.UTF8.GetBytes(Path.GetFileName(path)))?.Kind;
    }
}
