using System.Text.RegularExpressions;

namespace Catchment.Tags.Sync.Rules;

/// <summary>One rule of the file: which tags, and what is done with them. Absent parts do nothing. Source: <c>tags</c> 11 (FE3, FE7).</summary>
internal sealed record TagRule
{
    /// <summary>Any of these; none: every tag.</summary>
    internal IReadOnlyList<TagPattern> Match { get; init; } = [];

    /// <summary>A template for the key; with <see cref="RenameFrom"/> the replacement of what it finds.</summary>
    internal string? Rename { get; init; }

    /// <summary>What is replaced in the key; null: the whole key.</summary>
    internal Regex? RenameFrom { get; init; }

    /// <summary>Numbers for texts.</summary>
    internal IReadOnlyDictionary<string, double>? Map { get; init; }

    /// <summary>The m of m·x + b; null: the value is not scaled.</summary>
    internal double? Factor { get; init; }

    /// <summary>The b of m·x + b.</summary>
    internal double Offset { get; init; }

    /// <summary>What a value has to be.</summary>
    internal ValueCheck? Check { get; init; }

    /// <summary>The least value.</summary>
    internal double? ClampMin { get; init; }

    /// <summary>The greatest value.</summary>
    internal double? ClampMax { get; init; }

    /// <summary>Decimal places.</summary>
    internal int? Round { get; init; }

    /// <summary>The type that the value is converted to, of 2.1.</summary>
    internal string? Type { get; init; }

    /// <summary>The point's unit.</summary>
    internal string? Units { get; init; }

    /// <summary>The least change that is written.</summary>
    internal double? Deadband { get; init; }

    /// <summary>No further rule counts for its tags.</summary>
    internal bool IsLast { get; init; }

    /// <summary>Whether it is for a tag.</summary>
    internal bool IsFor(TagSubject tag) => Match.Count == 0 || Match.Any(pattern => pattern.IsMatch(tag));
}
