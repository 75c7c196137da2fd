using Catchment.Core.Storage;

namespace Catchment.Cameras.Hub;

/// <summary>The hub's folders below its data directory.</summary>
/// <remarks>Source: the camera specification, 3.1 and 3.3.</remarks>
public static class HubFolders
{
    /// <summary>Where frames lie.</summary>
    public static string Images(HubSettings settings) => Images(settings.DataDirectory);

    /// <summary>Where frames lie below a data directory.</summary>
    internal static string Images(string dataDirectory) => Path.Combine(dataDirectory, "images");

    /// <summary>Where the event log lies.</summary>
    public static string Logs(HubSettings settings) => Path.Combine(settings.DataDirectory, "logs");

    /// <summary>
    /// Makes what is missing. Of a configured data directory only the last part is made: its parents are a mounted disk, and a
    /// folder made in its place would hide it.
    /// </summary>
    /// <exception cref="IOException">A folder cannot be made; the message says which, why, and what to do.</exception>
    public static void Make(HubSettings settings)
    {
        var parent = Path.GetDirectoryName(settings.DataDirectory);
        if (settings.MayMakeParents)
            Directory.CreateDirectory(settings.DataDirectory);
        else if (parent is not null && !Directory.Exists(parent))
            throw new IOException($"Cannot make the data directory {settings.DataDirectory}: {parent} is not there. Is its disk mounted? Make that folder, or correct hub.data_directory.");

        foreach (var folder in new[] { settings.DataDirectory, Logs(settings), Images(settings) })
            AtomicFolder.Open(folder, settings.Options.Durability).Dispose();
    }
}
