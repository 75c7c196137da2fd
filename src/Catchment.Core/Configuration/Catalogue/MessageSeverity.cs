namespace Catchment.Core.Configuration;

/// <summary>How much a <see cref="ConfigurationMessage"/> matters.</summary>
public enum MessageSeverity
{
    /// <summary>Worth knowing; the configuration can be used.</summary>
    Warning,

    /// <summary>The configuration must not be used.</summary>
    Error,
}
