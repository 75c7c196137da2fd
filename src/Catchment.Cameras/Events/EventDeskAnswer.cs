namespace Catchment.Cameras.Events;

/// <summary>What became of a person's wish.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Text">In a sentence for that person; what to do, when it was not done.</param>
public sealed record EventDeskAnswer(EventDeskOutcome Outcome, string Text);
