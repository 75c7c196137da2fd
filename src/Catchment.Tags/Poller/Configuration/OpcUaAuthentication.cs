namespace Catchment.Tags.Poller.Configuration;

/// <summary>Who the poller is at an OPC UA server. Source: <c>tags</c> 10.1.</summary>
public enum OpcUaAuthentication
{
    /// <summary>Nobody in particular.</summary>
    Anonymous,

    /// <summary>A user with a password.</summary>
    UserNamePassword,

    /// <summary>A user with a certificate.</summary>
    Certificate,
}
