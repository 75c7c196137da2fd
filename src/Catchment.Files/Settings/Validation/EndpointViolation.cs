using Catchment.Core.Configuration;

namespace Catchment.Files.Settings.Validation;

/// <summary>A rule of <c>endmgr … validate</c> that a file breaks.</summary>
/// <param name="Place">The key with dots, items of lists by number from 0; empty: the whole file.</param>
/// <param name="Rule">The kind of rule, by the name that JSON Schema has for it: <c>required type enum minimum anyOf uniqueItems</c>.</param>
/// <param name="Origin">Where it is written.</param>
/// <param name="Found">What is there, ready for a sentence.</param>
/// <param name="Allowed">What is allowed, ready for a sentence.</param>
public sealed record EndpointViolation(string Place, string Rule, ConfigurationOrigin Origin, string Found, string Allowed)
{
    /// <inheritdoc/>
    public override string ToString() => Place.Length == 0 ? $"{Origin}: found {Found}, allowed: {Allowed}" : $"{Origin}: {Place}: found {Found}, allowed: {Allowed}";
}
