namespace Catchment.Files.Verification;

/// <summary>How a tracked file was found when its content was read again.</summary>
public enum CheckOutcome
{
    /// <summary>As it was when it was tracked.</summary>
    Same,

    /// <summary>There is no regular file at its place.</summary>
    Missing,

    /// <summary>It has another size.</summary>
    OtherSize,

    /// <summary>It has its size, and other content.</summary>
    OtherContent,

    /// <summary>It cannot be read.</summary>
    Unreadable,
}
