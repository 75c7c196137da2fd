namespace Catchment.Core.Configuration;

/// <summary>The configuration file of a replaced program, which is a valid input as it is.</summary>
public sealed record OriginalFile
{
    /// <summary>The file's usual name, for example <c>imagehub.yaml</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>The section that the file's keys belong to, for example <c>hub</c>.</summary>
    public required string Section { get; init; }

    /// <summary>The top-level keys that the original knows.</summary>
    public required IReadOnlyList<string> TopKeys { get; init; }

    /// <summary>The top-level key without which a file of another name is not the original's; null when any of <see cref="TopKeys"/> will do.</summary>
    public string? DistinctiveKey { get; init; }

    /// <summary>The top-level key that the section's keys lie below; null when they are top-level keys themselves.</summary>
    public string? NestedUnder { get; init; }

    /// <summary>Whether the original ignored keys it does not know; then they are worth a warning, otherwise an error.</summary>
    public bool IgnoresUnknownKeys { get; init; }

    /// <summary>Whether relative paths in the file start at the working folder instead of the file's folder.</summary>
    public bool PathsFromWorkingFolder { get; init; }

    /// <summary>Whether the file is TOML, whatever its name. A file of nobody known is when it ends in <c>.toml</c> or <c>.conf</c>.</summary>
    public bool IsToml { get; init; }

    /// <summary>Whether a word's list is split at its commas (<c>\,</c> stands for one), and <c>key[2]=x</c> sets one item of a list.</summary>
    public bool HasListsInWords { get; init; }
}
