namespace Catchment.Benchmarks.Report;

/// <summary>A column of a table of results.</summary>
/// <typeparam name="TRow">What a row is made of.</typeparam>
/// <param name="Header">Its head, with the unit.</param>
/// <param name="Text">Its text in a row.</param>
internal sealed record Column<TRow>(string Header, Func<TRow, string> Text);
