using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Configuration;

/// <summary>A text that cannot be read as a configuration at all; the only exception of the YAML reader.</summary>
/// <param name="origin">File, line and column, or the variable or word.</param>
/// <param name="found">What stands there, ready for a sentence.</param>
/// <param name="allowed">What may stand there, ready for a sentence.</param>
/// <param name="inner">What the parser or the file system said, if anything.</param>
public sealed class ConfigurationException(
    ConfigurationOrigin origin, string found, string allowed, Exception? inner = null)
    : Exception(NodeText.Printable($"{origin}: found {found}, allowed: {allowed}", int.MaxValue), inner)
{
    /// <summary>File, line and column, or the variable or word.</summary>
    public ConfigurationOrigin Origin { get; } = origin;

    /// <summary>What stands there, ready for a sentence.</summary>
    public string Found { get; } = found;

    /// <summary>What may stand there, ready for a sentence.</summary>
    public string Allowed { get; } = allowed;

    /// <summary>The same as a message among others.</summary>
    public ConfigurationMessage ToMessage() => new(MessageSeverity.Error, Origin, string.Empty, Found, Allowed);
}
