namespace Catchment.Core.Configuration.Binding;

/// <summary>Finds out whose file a configuration file is.</summary>
internal static class OriginalRecognition
{
    /// <summary>The name that makes a file ours whatever it contains.</summary>
    public const string OwnFileName = "catchment.yaml";

    /// <summary>
    /// The original whose file it is, or null when it is ours. A file is ours when it is named <c>catchment.yaml</c> or
    /// has top-level keys that no single original has. A file with an original's name stays the original's when the
    /// keys too many are nobody's: then the original's own rule for unknown keys applies.
    /// </summary>
    /// <param name="fileName">The file's name without folder.</param>
    /// <param name="topKeys">Its top-level keys.</param>
    /// <param name="catalogue">The originals and the sections.</param>
    /// <param name="ownKeys">The top-level keys of <c>catchment.yaml</c>.</param>
    /// <param name="ambiguity">The originals it may belong to, when that cannot be decided.</param>
    public static OriginalFile? Find(
        string fileName,
        IReadOnlyCollection<string> topKeys,
        ConfigurationCatalogue catalogue,
        IReadOnlyCollection<string> ownKeys,
        out IReadOnlyList<OriginalFile> ambiguity)
    {
        ambiguity = [];
        if (string.Equals(fileName, OwnFileName, StringComparison.Ordinal))
            return null;
        var named = catalogue.Originals.FirstOrDefault(original => string.Equals(original.FileName, fileName, StringComparison.Ordinal));
        if (named is not null && topKeys.All(key => named.TopKeys.Contains(key, StringComparer.Ordinal) || !ownKeys.Contains(key, StringComparer.Ordinal)))
            return named;
        if (topKeys.Count == 0)
            return null;
        var candidates = catalogue.Originals.Where(original => MayBelongTo(original, topKeys)).ToArray();
        if (candidates.Length > 1)
            ambiguity = candidates;
        return candidates.Length > 0 ? candidates[0] : null;
    }

    private static bool MayBelongTo(OriginalFile original, IReadOnlyCollection<string> topKeys) =>
        topKeys.All(key => original.TopKeys.Contains(key, StringComparer.Ordinal))
        && (original.DistinctiveKey is null || topKeys.Contains(original.DistinctiveKey, StringComparer.Ordinal));
}
