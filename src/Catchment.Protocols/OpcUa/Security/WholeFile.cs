namespace Catchment.Protocols.OpcUa.Security;

/// <summary>Writes files that appear whole or not at all.</summary>
internal static class WholeFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes under a temporary name, makes it lasting, and renames.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    /// <param name="content">What.</param>
    /// <param name="isPrivate">Whether nobody but its owner may read it (mode 0600).</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool isPrivate = false)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");

        // One that was left behind would keep its own mode.
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = isPrivate ? Private : Public;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
