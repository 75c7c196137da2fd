namespace Catchment.Tags.Settings;

/// <summary>What becomes of a client's certificate that nobody has judged yet.</summary>
public enum OpcUaCertificatePolicy
{
    /// <summary>The client is turned away, and its certificate kept for somebody to trust it.</summary>
    Reject,

    /// <summary>It is trusted from then on.</summary>
    Auto,
}
