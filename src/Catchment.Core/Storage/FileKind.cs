namespace Catchment.Core.Storage;

/// <summary>What a name in a folder stands for.</summary>
public enum FileKind
{
    /// <summary>Neither a regular file nor a folder: a symbolic link, a device, a socket.</summary>
    Other,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,
}
