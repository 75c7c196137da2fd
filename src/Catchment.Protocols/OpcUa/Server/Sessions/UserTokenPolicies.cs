using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Server.Sessions;

/// <summary>The ways in which users may say who they are. Source: OPC 10000-4, 7.41 and 7.42.</summary>
internal static class UserTokenPolicies
{
    /// <summary>The name of the policy of those who say nothing.</summary>
    public const string AnonymousPolicy = "anonymous";

    /// <summary>The name of the policy of user names with passwords.</summary>
    public const string UserNamePolicy = "username";

    /// <summary>The name of the policy of users' certificates.</summary>
    public const string CertificatePolicy = "certificate";

    /// <summary>What an endpoint offers.</summary>
    /// <param name="options">What the server offers.</param>
    /// <param name="endpoint">The endpoint's policy.</param>
    public static UserTokenPolicy[] Of(OpcUaServerOptions options, SecurityPolicy endpoint)
    {
        List<UserTokenPolicy> policies = [];
        if (options.AllowAnonymous)
            policies.Add(new UserTokenPolicy { PolicyId = AnonymousPolicy, TokenType = UserTokenType.Anonymous });
        if (options.CheckUser is not null && PasswordPolicy(options, endpoint) is { } policy)
            policies.Add(new UserTokenPolicy { PolicyId = UserNamePolicy, TokenType = UserTokenType.UserName, SecurityPolicyUri = policy.Uri });
        if (options.UserCertificateStore is not null)
            policies.Add(new UserTokenPolicy { PolicyId = CertificatePolicy, TokenType = UserTokenType.Certificate, SecurityPolicyUri = SignaturePolicy(endpoint).Uri });
        return [.. policies];
    }

    /// <summary>What users' certificates sign with.</summary>
    /// <param name="endpoint">The endpoint's policy.</param>
    public static SecurityPolicy SignaturePolicy(SecurityPolicy endpoint) => endpoint.IsSecure ? endpoint : SecurityPolicy.Basic256Sha256;

    /// <summary>What passwords are encrypted with; null: there can be none.</summary>
    /// <param name="options">What the server offers.</param>
    /// <param name="endpoint">The endpoint's policy.</param>
    public static SecurityPolicy? PasswordPolicy(OpcUaServerOptions options, SecurityPolicy endpoint) =>
        endpoint.IsSecure ? endpoint
        : options.Certificate is not null ? SecurityPolicy.Basic256Sha256
        : options.AllowPlainPasswords ? SecurityPolicy.None
        : null;
}
