namespace Catchment.Files.Finder;

/// <summary>The source or the storage folder is not there; the message says which, and what to do.</summary>
internal sealed class FinderFolderException(FinderTrouble trouble, string message) : IOException(message)
{
    /// <summary>Which.</summary>
    internal FinderTrouble Trouble { get; } = trouble;
}
