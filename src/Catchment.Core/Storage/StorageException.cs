namespace Catchment.Core.Storage;

/// <summary>The file system refused an operation. The message names the operation, the path and the system's reason.</summary>
public sealed class StorageException : IOException
{
    /// <summary>Makes the exception for a failed system call.</summary>
    /// <param name="operation">What was being done, as a verb: "write", "create".</param>
    /// <param name="path">The file or folder it was done to.</param>
    /// <param name="errno">The system's error number.</param>
    public StorageException(string operation, string path, int errno)
        : base($"Cannot {operation} {path}: {Linux.Describe(errno)}")
    {
        Path = path;
        Errno = errno;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The system's error number (errno).</summary>
    public int Errno { get; }

    /// <summary>The medium, or the user's quota on it, is full.</summary>
    public bool IsDiskFull => Errno is Linux.ENOSPC or Linux.EDQUOT;

    /// <summary>The right is missing: as long as nobody gives it, it stays so.</summary>
    public bool IsForbidden => Errno is Linux.EPERM or Linux.EACCES;

    /// <summary>The folder is not there (any more).</summary>
    public bool IsFolderMissing => Errno == Linux.ENOENT;

    /// <summary>The path leads to nothing, and trying again does not help: through a file, in a circle of links, or it is too long.</summary>
    public bool LeadsNowhere => Errno is Linux.ENOTDIR or Linux.ELOOP or Linux.ENAMETOOLONG;

    /// <summary>The exception for links that lead in a circle.</summary>
    /// <param name="operation">What was being done, as a verb.</param>
    /// <param name="path">One of the links.</param>
    public static StorageException OfCircle(string operation, string path) => new(operation, path, Linux.ELOOP);
}
