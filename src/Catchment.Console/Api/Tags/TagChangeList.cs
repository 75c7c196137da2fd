namespace Catchment.WebConsole.Api.Tags;

/// <summary>Tags that have changed.</summary>
/// <param name="Items">What they have now.</param>
/// <param name="Now">The node's time, in Unix seconds.</param>
public sealed record TagChangeList(IReadOnlyList<TagChange> Items, double Now);
