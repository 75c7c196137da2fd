namespace Catchment.Core.Configuration;

/// <summary>Where a value comes from; a later layer overrides an earlier one.</summary>
public enum ConfigurationLayer
{
    /// <summary>The initialiser of the option's property.</summary>
    Default,

    /// <summary>The configuration file.</summary>
    File,

    /// <summary>A <c>CATCHMENT__SECTION__KEY</c> environment variable.</summary>
    Environment,

    /// <summary>A <c>key=value</c> word of the command line.</summary>
    CommandLine,
}
