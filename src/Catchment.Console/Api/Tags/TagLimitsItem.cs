using Catchment.Tags.Store;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>The range that a tag's number may have.</summary>
/// <param name="Low">The lowest; left out: any.</param>
/// <param name="High">The highest; left out: any.</param>
/// <param name="IsClamped">What lies outside is moved to the limit; otherwise the write is refused.</param>
public sealed record TagLimitsItem(double? Low, double? High, bool IsClamped)
{
    internal static TagLimitsItem? Of(TagLimits? limits) => limits is null ? null : new TagLimitsItem(limits.Low, limits.High, limits.IsClamped);
}
