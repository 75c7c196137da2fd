namespace Catchment.Cameras.Retention;

/// <summary>The rules in force, in order; the last one holds for every camera that no other names.</summary>
public sealed class RetentionRules
{
    private const double BytesOfGib = 1L << 30;

    private readonly CameraPattern[] _patterns;

    private RetentionRules(CameraPattern[] patterns, IReadOnlyList<RetentionRule> rules) => (_patterns, All) = (patterns, rules);

    /// <summary>No rule: everything is kept for ever.</summary>
    public static RetentionRules None { get; } = new([], [new RetentionRule("*", null, null, null)]);

    /// <summary>The rules, in order.</summary>
    public IReadOnlyList<RetentionRule> All { get; }

    /// <summary>The folders that frames are moved to.</summary>
    public IReadOnlyList<string> Archives => [.. All.Select(r => r.ArchiveTo).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Frames ever leave by any of the rules.</summary>
    public bool Ends => All.Any(r => r.Ends);

    /// <summary>Reads the rules.</summary>
    /// <param name="options">The section as bound; its paths are absolute.</param>
    /// <param name="images">The folder <c>images</c>, absolute.</param>
    /// <param name="errors">Where to tell what cannot be: key, what was found, what is allowed.</param>
    public static RetentionRules Resolve(RetentionOptions options, string images, ICollection<(string Key, string Found, string Allowed)> errors)
    {
        CheckArchive("hub.retention.archive_to", options.ArchiveTo, images, errors);
        for (var i = 0; i < options.Rules.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.Rules[i].Cameras))
                errors.Add(($"hub.retention.rules[{i}].cameras", options.Rules[i].Cameras, "node and view such as Barn *"));
            CheckArchive($"hub.retention.rules[{i}].archive_to", options.Rules[i].ArchiveTo, images, errors);
        }

        return new RetentionRules(
            [.. options.Rules.Select(r => new CameraPattern(r.Cameras))],
            [
                .. options.Rules.Select(r => new RetentionRule(r.Cameras, r.KeepDays, Bytes(r.KeepGib), r.ArchiveTo ?? options.ArchiveTo)),
                new RetentionRule("*", options.KeepDays, Bytes(options.KeepGib), options.ArchiveTo),
            ]);
    }

    /// <summary>The place in <see cref="All"/> of the rule that holds for a camera.</summary>
    /// <param name="label">The camera's label, as it stands in file names.</param>
    public int IndexOf(string label)
    {
        for (var i = 0; i < _patterns.Length; i++)
        {
            if (_patterns[i].Matches(label))
                return i;
        }

        return _patterns.Length;
    }

    private static long? Bytes(double? gib) => gib is { } number ? (long)(number * BytesOfGib) : null;

    private static void CheckArchive(string key, string? archive, string images, ICollection<(string Key, string Found, string Allowed)> errors)
    {
        if (archive is null)
            return;
        var folder = WithSlash(archive);
        var frames = WithSlash(images);
        if (folder.StartsWith(frames, StringComparison.Ordinal) || frames.StartsWith(folder, StringComparison.Ordinal))
            errors.Add((key, archive, $"a folder that neither lies in {images} nor holds it"));
    }

    private static string WithSlash(string path)
    {
        path = Path.GetFullPath(path);
        return Path.EndsInDirectorySeparator(path) ? path : path + Path.DirectorySeparatorChar;
    }
}
