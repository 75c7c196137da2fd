namespace Catchment.WebConsole.Api;

/// <summary>A list of words or dates.</summary>
/// <param name="Items">The words.</param>
public sealed record TextList(IReadOnlyList<string> Items);
