using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Configuration;

/// <summary>One finding about a configuration: where, which key, what is there and what may be there.</summary>
/// <param name="Severity">Whether the configuration can be used all the same.</param>
/// <param name="Origin">The place that has to be changed.</param>
/// <param name="Key">The key with dots, for example <c>hub.queuemax</c>; empty when it is about the whole.</param>
/// <param name="Found">What stands there, ready for a sentence; a text in quotes, a secret never.</param>
/// <param name="Allowed">What may stand there, ready for a sentence.</param>
public sealed record ConfigurationMessage(
    MessageSeverity Severity, ConfigurationOrigin Origin, string Key, string Found, string Allowed)
{
    /// <summary>
    /// The whole finding in one line, control characters escaped, for example
    /// <c>imagehub.yaml:3:13: hub.queuemax: found "many", allowed: a whole number from 1 to 1000000</c>.
    /// </summary>
    public string Text => NodeText.Printable(
        Key.Length == 0 ? $"{Origin}: found {Found}, allowed: {Allowed}" : $"{Origin}: {Key}: found {Found}, allowed: {Allowed}",
        int.MaxValue);

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;
}
