using Microsoft.Win32.SafeHandles;

namespace Catchment.Core.Storage;

/// <summary>What the framework does not offer for an open file.</summary>
public static class OpenFile
{
    /// <summary>Sets when it was last changed, to the nanosecond; the framework's clock has hundreds.</summary>
    /// <param name="file">The file, open for writing.</param>
    /// <param name="nanoseconds">Since 1970, UTC.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="StorageException">The file system refused.</exception>
    public static void SetModified(SafeFileHandle file, long nanoseconds, string path)
    {
        ArgumentNullException.ThrowIfNull(file);
        var errno = Linux.SetModified((int)file.DangerousGetHandle(), nanoseconds);
        if (errno != 0)
            throw new StorageException("set the time of", path, errno);
    }

    /// <summary>Asks the system to forget what it holds of a flushed file in memory, so that the next reading is one of the medium.</summary>
    /// <param name="file">The file.</param>
    public static void ForgetCached(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Linux.ForgetCached((int)file.DangerousGetHandle());
    }
}
