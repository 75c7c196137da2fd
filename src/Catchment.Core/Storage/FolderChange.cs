using System.Diagnostics.CodeAnalysis;

namespace Catchment.Core.Storage;

/// <summary>What happens in a folder; the numbers are inotify's.</summary>
[Flags]
[SuppressMessage("Design", "CA1028:Enum Storage should be Int32", Justification = "The system's mask has 32 bits without a sign.")]
public enum FolderChange : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A file's content was written to or cut.</summary>
    Written = 0x2,

    /// <summary>Times, owner or mode were set.</summary>
    Touched = 0x4,

    /// <summary>A name was moved into the folder.</summary>
    MovedInto = 0x80,

    /// <summary>A name was made.</summary>
    Created = 0x100,

    /// <summary>Told without being asked for: the system's queue was full, and what happened meanwhile is not known.</summary>
    Lost = 0x4000,

    /// <summary>Told without being asked for: the folder is no longer watched, as it is gone.</summary>
    Ended = 0x8000,

    /// <summary>Told with others: the name is a folder's.</summary>
    OfFolder = 0x40000000,
}
