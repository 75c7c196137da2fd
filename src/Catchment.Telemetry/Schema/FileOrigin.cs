namespace Catchment.Telemetry.Schema;

/// <summary>A row of <c>file_origins</c>: a file of the inventory. Times are microseconds since 1970, UTC.</summary>
/// <param name="Host">The computer that it is on.</param>
/// <param name="Path">Its path there, as it was walked.</param>
/// <param name="Modified">When it was last written.</param>
/// <param name="Created">When what its name says it begins with was, or when its state last changed.</param>
/// <param name="Size">Its length in bytes.</param>
internal sealed record FileOrigin(string Host, string Path, long Modified, long Created, long Size);
