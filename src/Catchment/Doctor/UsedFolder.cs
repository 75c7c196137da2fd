namespace Catchment.Doctor;

/// <summary>A folder of the configuration.</summary>
/// <param name="Service">Who uses it.</param>
/// <param name="Path">Where it is, absolute.</param>
/// <param name="IsMade">It is made when it is missing; otherwise somebody else has to.</param>
/// <param name="IsWritten">It is written to; otherwise only read.</param>
internal sealed record UsedFolder(string Service, string Path, bool IsMade, bool IsWritten = true);
