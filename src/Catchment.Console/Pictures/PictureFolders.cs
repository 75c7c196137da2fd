namespace Catchment.WebConsole.Pictures;

/// <summary>
/// The folders that pictures may come from. A picture is a plain file in a plain folder of its day right below one of them; a
/// symbolic link is not followed, because it may lead anywhere.
/// </summary>
/// <param name="roots">The folders, the first one first.</param>
internal sealed class PictureFolders(IReadOnlyList<string> roots)
{
    private readonly IReadOnlyList<string> _roots = [.. roots.Select(Path.GetFullPath)];

    /// <summary>Finds a picture's file.</summary>
    /// <returns>The file; null when there is none.</returns>
    public FileInfo? Find(PictureName picture)
    {
        foreach (string root in _roots)
        {
            var day = new DirectoryInfo(Path.Combine(root, picture.Day));
            var file = new FileInfo(Path.Combine(day.FullName, picture.Name));
            if (Path.GetDirectoryName(file.FullName) == day.FullName
                && Path.GetDirectoryName(day.FullName) == Path.TrimEndingDirectorySeparator(root)
                && file.Exists
                && file.LinkTarget is null
                && day.LinkTarget is null)
            {
                return file;
            }
        }

        return null;
    }
}
