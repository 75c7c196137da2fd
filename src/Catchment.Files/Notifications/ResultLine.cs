using Catchment.Files.Tables;

namespace Catchment.Files.Notifications;

/// <summary>One file of a message.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="File">The file.</param>
/// <param name="Reason">Why; null: none.</param>
internal sealed record ResultLine(FileStatus Status, string File, string? Reason);
