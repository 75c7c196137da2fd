namespace Catchment.Files.Settings;

/// <summary>What the finder does with a file. Source: <c>files</c> 4.5.</summary>
public enum FileAction
{
    /// <summary>It stays where it is.</summary>
    Noop,

    /// <summary>It goes from the source to the storage folder.</summary>
    Move,

    /// <summary>It is removed.</summary>
    Delete,
}
