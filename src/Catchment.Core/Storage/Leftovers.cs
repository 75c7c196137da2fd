namespace Catchment.Core.Storage;

/// <summary>What a killed process leaves behind: temporary files that never got their name.</summary>
public static class Leftovers
{
    private static readonly EnumerationOptions HiddenToo = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <summary>
    /// Deletes the temporary files (<c>.&lt;name&gt;.tmp</c>) directly in a folder. Only for the holder of the folder's lock, before it writes:
    /// a running writer's files look the same.
    /// </summary>
    /// <param name="folder">The folder; one that is not there has no leftovers.</param>
    /// <returns>How many were deleted.</returns>
    public static int Sweep(string folder)
    {
        if (!Directory.Exists(folder))
            return 0;
        var swept = 0;
        foreach (var file in Directory.EnumerateFiles(folder, ".*.tmp", HiddenToo))
        {
            File.Delete(file);
            swept++;
        }

        return swept;
    }
}
