namespace Catchment.Core.Configuration;

/// <summary>What a configuration is made of.</summary>
public sealed record ConfigurationRequest
{
    /// <summary>The file, relative to <see cref="WorkingFolder"/> or absolute; null for none.</summary>
    public string? FilePath { get; init; }

    /// <summary>Files that follow the first one; a top-level key of a later one replaces that of an earlier one as a whole.</summary>
    public IReadOnlyList<string> FurtherFiles { get; init; } = [];

    /// <summary>
    /// The original whose file it is, when the program was started by the original's name; null to find out from the
    /// file's name and keys.
    /// </summary>
    public OriginalFile? As { get; init; }

    /// <summary>The environment; variables that start with <c>CATCHMENT__</c> are settings, <c>HOME</c> stands for <c>~</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The <c>key=value</c> words of the command line.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The absolute folder the program was started in.</summary>
    public required string WorkingFolder { get; init; }
}
