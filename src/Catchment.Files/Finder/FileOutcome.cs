namespace Catchment.Files.Finder;

/// <summary>What became of a path that the finder met. The names are the labels of its metrics and stand in its file: new ones go to the end.</summary>
internal enum FileOutcome : byte
{
    /// <summary>It has a row.</summary>
    Tracked,

    /// <summary>Its name and content have a row; the alternative action was done.</summary>
    Duplicate,

    /// <summary>Its name has a row with other content, or its content one with another name, or its place in storage is taken. It stays where it is.</summary>
    Conflict,

    /// <summary>A pattern leaves it alone.</summary>
    Excluded,

    /// <summary>A symbolic link: what it leads to has a name of its own.</summary>
    Link,

    /// <summary>A pipe, a socket, a device; for a path of a log also a folder.</summary>
    NotRegular,

    /// <summary>A name that is no UTF-8 text, which no row can hold.</summary>
    BadName,

    /// <summary>A path of a log that leads out of storage.</summary>
    Outside,

    /// <summary>More folders in folders than are entered.</summary>
    TooDeep,

    /// <summary>It cannot be read; looked at again each time.</summary>
    Unreadable,

    /// <summary>A path of a log where nothing is; looked at again each time.</summary>
    Missing,

    /// <summary>The action, or the table, refused it; tried again each time.</summary>
    Failed,

    /// <summary>A line of a log that is none.</summary>
    BadLine,
}
