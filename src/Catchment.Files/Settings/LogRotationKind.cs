namespace Catchment.Files.Settings;

/// <summary>When a log file is set aside. Source: <c>files</c> 2.7.</summary>
public enum LogRotationKind
{
    /// <summary>Never.</summary>
    None,

    /// <summary>Before it would reach a size.</summary>
    Size,

    /// <summary>When a time has passed.</summary>
    Time,
}
