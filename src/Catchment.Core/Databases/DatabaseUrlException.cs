namespace Catchment.Core.Databases;

/// <summary>A database URL cannot be used. Nothing of it that may be a password is repeated.</summary>
/// <param name="found">What was found, ready for a sentence.</param>
/// <param name="allowed">What may be written instead.</param>
internal sealed class DatabaseUrlException(string found, string allowed) : FormatException($"The database URL has {found}; allowed: {allowed}.")
{
    /// <summary>What was found.</summary>
    public string Found { get; } = found;

    /// <summary>What is allowed.</summary>
    public string Allowed { get; } = allowed;
}
