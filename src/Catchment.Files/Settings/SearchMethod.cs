namespace Catchment.Files.Settings;

/// <summary>How the finder looks for files. Source: <c>files</c> 4.2, 4.3.</summary>
public enum SearchMethod
{
    /// <summary>It walks the source folder.</summary>
    Scan,

    /// <summary>It reads rsync's logs in the source folder; the files are in storage already.</summary>
    ParseRsyncLogs,
}
