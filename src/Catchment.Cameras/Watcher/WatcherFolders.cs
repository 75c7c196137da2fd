using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher;

/// <summary>Makes the roots of recorded events.</summary>
public static class WatcherFolders
{
    /// <summary>
    /// Makes what is missing. Of configured roots only the last part is made: their parents are a mounted disk, and a folder made in its
    /// place would hide it.
    /// </summary>
    /// <exception cref="IOException">A folder cannot be made; the message says which, why, and what to do.</exception>
    public static void Make(WatcherSettings settings)
    {
        foreach (var (key, folder) in new[] { ("watcher.data.csvfiles", settings.Folders.Csv), ("watcher.data.images", settings.Folders.Images) })
        {
            if (settings.MayMakeParents)
                Directory.CreateDirectory(folder);
            else if (Path.GetDirectoryName(folder) is { } parent && !Directory.Exists(parent))
                throw new IOException($"Cannot make the folder {folder}: {parent} is not there. Is its disk mounted? Make that folder, or correct {key}.");
            AtomicFolder.Open(folder, settings.Options.Durability).Dispose();
        }
    }
}
