namespace Catchment.Core.Diagnostics;

/// <summary>Where standard error leads, which decides the form of the lines.</summary>
public enum LogConsole
{
    /// <summary>To a person's terminal.</summary>
    Terminal,

    /// <summary>To systemd's journal.</summary>
    Journal,

    /// <summary>To a file or a pipe.</summary>
    Redirected,
}
