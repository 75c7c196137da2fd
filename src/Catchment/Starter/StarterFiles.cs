using System.Reflection;

namespace Catchment.Starter;

/// <summary>The files and folders of a node that nobody has configured yet: every service, below <c>./data</c>, on this computer alone.</summary>
internal static class StarterFiles
{
    private static readonly (string Resource, string Path)[] Files = [("starter.poller.yaml", "data/poller.yaml"), ("starter.catchment.yaml", "catchment.yaml")];
    private static readonly string[] Folders = ["data/buffer", "data/storage", "data/telem"];

    /// <summary>Makes what is missing; what is there stays as it is. The configuration comes last, whole or not at all.</summary>
    /// <param name="folder">The node's folder.</param>
    /// <returns>The files, each once it was made.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    internal static IEnumerable<string> Make(string folder)
    {
        if (Path.Exists(Path.Combine(folder, Files[^1].Path)))
            yield break; // This node has a configuration of its own.
        foreach (var name in Folders)
            Directory.CreateDirectory(Path.Combine(folder, name));
        foreach (var (resource, path) in Files)
        {
            if (Make(resource, Path.Combine(folder, path)))
                yield return path;
        }
    }

    private static bool Make(string resource, string path)
    {
        if (Path.Exists(path))
            return false;
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");
        using (var text = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!)
        using (var file = File.Create(temporary))
            text.CopyTo(file);
        File.Move(temporary, path, overwrite: false);
        return true;
    }
}
