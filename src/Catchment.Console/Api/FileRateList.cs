namespace Catchment.WebConsole.Api;

/// <summary>What the last hour brought; less than an hour when it brought very much.</summary>
/// <param name="Items">Minutes without a gap, oldest first; the last one is under way.</param>
public sealed record FileRateList(IReadOnlyList<FileRateItem> Items);
