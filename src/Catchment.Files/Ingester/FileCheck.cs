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
    /// <summary>The path that a plugin gets: with <c>./</c> inside for a file at the top.</summary>
    public string PathOf(TrackedFile file) => $"{storage}/{file.Path}";

    /// <summary>Whether the storage folder is there.</summary>
    public bool HasStorage => Directory.Exists(storage);

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

    private static FileKind? Kind(string path)
    {
        using var folder = FolderHandle.Open(Path.GetDirectoryName(path) ?? "/");
        return folder?.Facts(Encoding.UTF8.GetBytes(Path.GetFileName(path)))?.Kind;
    }
}
