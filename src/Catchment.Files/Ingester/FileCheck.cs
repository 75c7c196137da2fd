using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Catchment.Files.Storage;
using Catchment.Files.Tables;

namespace Catchment.Files.Ingester;

/// <summary>Decides whether a file is handed to the plugin; the first rule that applies decides. Source: <c>files</c> 5.4.</summary>
/// <param name="settings">The lists.</param>
/// <param name="storage">Absolute path of the storage folder.</param>
/// <param name="isStored">Tells whether there is a regular file.</param>
/// <param name="tooSlow">Told of an expression that took too long.</param>
internal sealed class FileCheck(IngesterSettings settings, string storage, Func<string, bool> isStored, Action<PythonPattern> tooSlow)
{
    private readonly StorageFolder _storage = new(storage);

    /// <summary>Absolute path of the storage folder.</summary>
    public string Storage => storage;

    /// <summary>The path that a plugin gets: with <c>./</c> inside for a file at the top.</summary>
    public string PathOf(TrackedFile file) => $"{storage}/{file.Path}";

    /// <summary>Whether the storage folder is there; otherwise what is missing in it is not known to be gone.</summary>
    public bool HasStorage => _storage.IsThere;

    /// <summary>What is recorded instead of an attempt, and why; null: it is attempted.</summary>
    /// <exception cref="IOException">The file system does not say whether there is a file: a disk or a server in trouble.</exception>
    /// <exception cref="UnauthorizedAccessException">A link may not be followed.</exception>
    public (FileStatus Status, string Reason)? Decide(TrackedFile file)
    {
        var path = file.Path.ToString();
        if (!settings.Include.IsEmpty && !settings.Include.IsFound(path, tooSlow))
            return (FileStatus.Ignored, "not on the include list");
        if (settings.Exclude.IsFound(path, tooSlow))
            return (FileStatus.Ignored, "on the exclude list");
        if (!isStored(PathOf(file)))
            return (FileStatus.Invalid, "no such file in storage");
        return file.Size == 0 ? (FileStatus.Invalid, "the file has 0 bytes") : null;
    }
}
