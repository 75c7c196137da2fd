using System.Runtime.InteropServices;
using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>What the events of a file come to.</summary>
/// <param name="Status">The status that counts.</param>
/// <param name="Since">The time of its event, local microseconds.</param>
/// <param name="IsTaken">An ingester of ours has the file.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStanding(FileStatus Status, long Since, bool IsTaken);
