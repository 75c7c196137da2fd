using Catchment.Core.Demo;

namespace Catchment.Composition;

/// <summary>What is simulated.</summary>
/// <param name="Sources">The sources.</param>
/// <param name="Note">What a person may want to know about the choice; null: nothing.</param>
/// <param name="Problem">Why there are none; null: there are.</param>
internal sealed record DemoChoice(IReadOnlyList<IDemoSource> Sources, string? Note, string? Problem);
