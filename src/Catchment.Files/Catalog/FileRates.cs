namespace Catchment.Files.Catalog;

/// <summary>What happened of late, span by span.</summary>
/// <param name="Spans">The spans, oldest first, without a gap; the last one is under way.</param>
/// <param name="Width">How long a span is.</param>
public sealed record FileRates(IReadOnlyList<FileRate> Spans, TimeSpan Width);
