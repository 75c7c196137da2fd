namespace Catchment.Tags.Poller.Configuration;

/// <summary>What becomes of an OPC UA server whose certificate nobody has judged. Source: <c>tags</c> 10.1.</summary>
public enum OpcUaServerTrust
{
    /// <summary>It is trusted from then on.</summary>
    Auto,

    /// <summary>Its certificate is kept until somebody trusts it.</summary>
    Prompt,

    /// <summary>It is turned away.</summary>
    Reject,
}
