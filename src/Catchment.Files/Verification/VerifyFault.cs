using Catchment.Files.Tables;

namespace Catchment.Files.Verification;

/// <summary>A file that is not as it was tracked.</summary>
/// <param name="File">Its row.</param>
/// <param name="Result">How it was found.</param>
public sealed record VerifyFault(TrackedFile File, FileCheckResult Result);
