using System.Text.RegularExpressions;
using Catchment.Tags.Store;
using Catchment.Tags.Sync.Keys;

namespace Catchment.Tags.Sync.Rules;

/// <summary>What the filters and rules say about one tag. Decided once, when the tag is met.</summary>
internal sealed class TagPlan
{
    private const int LongestKey = 1024;
    private const int LongestValue = 64 * 1024;

    private readonly TagRule[] _rules;
    private readonly double _deadband;

    private TagPlan(TagKey key, RejectReason keyTrouble, bool isIncluded, TagRule[] rules, double deadband)
    {
        (Key, KeyTrouble, IsIncluded, _rules, _deadband) = (key, keyTrouble, isIncluded, rules, deadband);
        Units = rules.LastOrDefault(static rule => rule.Units is not null)?.Units;
        DataType = rules.LastOrDefault(static rule => rule.Type is not null)?.Type;
    }

    /// <summary>The key, renamed.</summary>
    internal TagKey Key { get; }

    /// <summary>Why there is no key.</summary>
    internal RejectReason KeyTrouble { get; }

    /// <summary>The filters let it through.</summary>
    internal bool IsIncluded { get; }

    /// <summary>The unit that the point is registered with; null: it is not registered.</summary>
    internal string? Units { get; }

    /// <summary>The type that its values are converted to; null: they stay as they are.</summary>
    internal string? DataType { get; }

    /// <summary>Makes the plan of a tag.</summary>
    /// <param name="rules">Filters and rules.</param>
    /// <param name="tag">The tag.</param>
    internal static TagPlan For(SyncRules rules, TagSubject tag)
    {
        var own = rules.RulesFor(tag);
        var trouble = RejectReason.None;
        var key = tag.Key;
        try
        {
            foreach (var rule in own.Where(static rule => rule.Rename is not null))
                key = TagKey.Final(Renamed(key.Fresh, rule, tag));
        }
        catch (RegexMatchTimeoutException)
        {
            trouble = RejectReason.RuleError;
        }

        if (trouble == RejectReason.None && !IsKey(key))
            trouble = RejectReason.InvalidKey;
        return new TagPlan(key, trouble, rules.Includes(tag), own, rules.DeadbandFor(tag) ?? own.LastOrDefault(static rule => rule.Deadband is not null)?.Deadband ?? 0);
    }

    /// <summary>Converts and checks a value.</summary>
    /// <param name="value">The value; as it is to be written afterwards.</param>
    /// <param name="memory">What is remembered of the tag's numbers.</param>
    /// <param name="now">The time in seconds, of any clock that only goes on.</param>
    /// <param name="isDue">It is to be written even if it has hardly changed.</param>
    /// <param name="clamped">It was brought to a limit.</param>
    /// <returns>Why it is not written.</returns>
    internal RejectReason Apply(ref TagValue value, ref NumberMemory memory, double now, bool isDue, out bool clamped)
    {
        clamped = false;
        if (KeyTrouble != RejectReason.None)
            return KeyTrouble;
        if (value.Kind == TagValueKind.Number && !double.IsFinite(value.AsNumber))
            return RejectReason.NonFinite;
        if (IsTooLong(value))
            return RejectReason.TooLong;
        foreach (var rule in _rules)
        {
            var reason = RuleStep.Apply(rule, ref value, memory, now, ref clamped);
            if (reason != RejectReason.None)
                return reason;
        }

        if (value.Kind is not (TagValueKind.Whole or TagValueKind.Number) || !value.TryGetNumber(out var number))
            return RejectReason.None;
        if (_deadband > 0 && !isDue && memory.HasNumber && Math.Abs(number - memory.Number) < _deadband)
            return RejectReason.Deadband;
        memory = new NumberMemory(number, now, HasNumber: true);
        return RejectReason.None;
    }

    private static bool IsTooLong(in TagValue value) => value.Kind switch
    {
        TagValueKind.Text => value.AsText.Length > LongestValue / 3 && System.Text.Encoding.UTF8.GetByteCount(value.AsText) > LongestValue,
        TagValueKind.Json => value.AsJson.Length > LongestValue,
        _ => false,
    };

    private static bool IsKey(TagKey key) => IsKey(key.Fresh) && key.Candidates.All(IsKey);

    private static bool IsKey(string key) => key.Length is > 0 and <= LongestKey && !key.AsSpan().ContainsAnyInRange('\0', '\x1F') && !key.AsSpan().ContainsAnyInRange('\x7F', '\x9F');

    private static string Renamed(string key, TagRule rule, TagSubject tag) => rule.RenameFrom is { } from
        ? from.Replace(key, rule.Rename!)
        : Template.Fill(rule.Rename!, ("device", tag.Device), ("tag", tag.Name), ("id", tag.Id), ("key", key));
}
