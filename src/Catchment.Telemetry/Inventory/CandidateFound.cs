using Catchment.Core.Storage;

namespace Catchment.Telemetry.Inventory;

/// <summary>A name that is no folder was found.</summary>
/// <param name="folder">The folder that it is in.</param>
/// <param name="name">The name, in UTF-8; valid during the call.</param>
/// <param name="path">The path that is recorded, in UTF-8; valid during the call.</param>
internal delegate void CandidateFound(FolderHandle folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path);
