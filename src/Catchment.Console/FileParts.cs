using Catchment.Files.Catalog;

namespace Catchment.WebConsole;

/// <summary>What the console shows of tracked files.</summary>
public sealed record FileParts
{
    /// <summary>Answers questions about files, and takes wishes.</summary>
    public required FileBoard Board { get; init; }

    /// <summary>An ingester of this node takes up what is to be run again.</summary>
    public bool IsRerunByIngester { get; init; }
}
