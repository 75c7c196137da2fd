namespace Catchment.WebConsole.Api;

/// <summary>All that is known of a tracked file.</summary>
/// <param name="File">Its row and its status.</param>
/// <param name="Events">Its events, oldest first.</param>
/// <param name="Check">How its content was found when it was last read again; left out: it never was.</param>
/// <param name="RerunByIngester">An ingester of this node takes up what is to be run again.</param>
public sealed record FileDetail(FileItem File, IReadOnlyList<FileEventItem> Events, FileCheckItem? Check, bool RerunByIngester);
