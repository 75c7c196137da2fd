namespace Catchment.WebConsole.Api;

/// <summary>How a file's content was found when it was last read again.</summary>
/// <param name="Checked">When, UTC.</param>
/// <param name="Outcome">same, missing, other_size, other_content or unreadable.</param>
/// <param name="Size">Its size then; left out: it was not found.</param>
/// <param name="Reason">Why it could not be read; left out: it could.</param>
public sealed record FileCheckItem(string Checked, string Outcome, long? Size, string? Reason);
