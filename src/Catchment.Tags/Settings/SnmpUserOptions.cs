using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>An entry of <c>gateway.snmp.users</c>.</summary>
public sealed record SnmpUserOptions
{
    /// <summary>Its name.</summary>
    [Setting("name", Description = "Name of the user.", Required = true, Pattern = "^[!-~]{1,32}$", Example = "operator")]
    public string Name { get; init; } = "";

    /// <summary>How its messages are signed.</summary>
    [Setting("auth", Description = "How its messages are signed.")]
    public SnmpUserAuthentication Authentication { get; init; } = SnmpUserAuthentication.Sha256;

    /// <summary>The password of the signature.</summary>
    [Setting("auth_password", Description = "Password of the signature, at least 8 characters. From a file or the environment.", IsSecret = true, DefaultText = "null")]
    public string? AuthenticationPassword { get; init; }

    /// <summary>How its messages are encrypted.</summary>
    [Setting("privacy", Description = "How its messages are encrypted.")]
    public SnmpUserPrivacy Privacy { get; init; } = SnmpUserPrivacy.Aes128;

    /// <summary>The password of the encryption; null: that of the signature.</summary>
    [Setting("privacy_password", Description = "Password of the encryption, at least 8 characters; null: that of the signature. From a file or the environment.", IsSecret = true, DefaultText = "null")]
    public string? PrivacyPassword { get; init; }

    /// <summary>What it may do.</summary>
    [Setting("access", Description = "Whether it may only read, or write too what is mapped as read-write.")]
    public SnmpAccess Access { get; init; }

    /// <summary>What it sees; null: everything.</summary>
    [Setting("view", Description = "Name of the view that it sees; null for everything.")]
    public string? View { get; init; }

    /// <summary>What it writes; null: what it sees.</summary>
    [Setting("write_view", Description = "Name of the view that it may write, when it may write; null for all that it sees.")]
    public string? WriteView { get; init; }
}
