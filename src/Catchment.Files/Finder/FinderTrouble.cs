namespace Catchment.Files.Finder;

/// <summary>What can be in the finder's way as a whole. The names are the keys of its degradations and labels of its metrics.</summary>
internal enum FinderTrouble
{
    /// <summary>The database is away, or refuses everything.</summary>
    Database,

    /// <summary>The source folder is away, or parts of it cannot be read.</summary>
    Source,

    /// <summary>The storage folder is away, full or not writable.</summary>
    Storage,

    /// <summary>Its own memory cannot be kept.</summary>
    State,
}
