namespace Catchment.WebConsole.Api;

/// <summary>Frames over time; spans without any are left out.</summary>
/// <param name="Span">The spans' length in seconds.</param>
/// <param name="Items">The spans, oldest first.</param>
public sealed record CountList(int Span, IReadOnlyList<CountItem> Items);
