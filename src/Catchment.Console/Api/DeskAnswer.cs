namespace Catchment.WebConsole.Api;

/// <summary>A wish was done, or is on its way.</summary>
/// <param name="Text">In a sentence.</param>
public sealed record DeskAnswer(string Text);
