using System.Globalization;
using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>Who may ask the agent, and who is told, as the settings say. They are as <see cref="SnmpRules"/> wants them.</summary>
internal static class SnmpWho
{
    /// <summary>The community of those on this computer, where none is named. Source: <c>tags</c> 6.4.</summary>
    private static readonly SnmpCommunityOptions[] Usual = [new() { Name = SnmpCommunityOptions.UsualName, Access = SnmpAccess.ReadWrite }];

    /// <summary>The communities; those of the settings, or public on loopback.</summary>
    internal static IReadOnlyList<SnmpCommunity> Communities(SnmpOptions options) =>
    [
        .. (options.Communities ?? (SnmpListen.IsBeyondLoopback(options) ? [] : Usual)).Select(one => new SnmpCommunity
        {
            Name = one.Name,
            Sources = one.Sources is null ? null : [.. one.Sources.Select(NetworkOf)],
            Read = ViewOf(options, one.View),
            Write = one.Access == SnmpAccess.ReadWrite ? ViewOf(options, one.WriteView ?? one.View) : null,
            Notify = ViewOf(options, one.View),
        }),
    ];

    /// <summary>The users of v3.</summary>
    internal static IReadOnlyList<SnmpAgentUser> Users(SnmpOptions options) =>
    [
        .. options.Users.Select(one => new SnmpAgentUser
        {
            User = new SnmpUser
            {
                Name = one.Name,
                Authentication = AuthenticationOf(one.Authentication),
                AuthenticationPassword = one.AuthenticationPassword,
                Privacy = PrivacyOf(one.Privacy),
                PrivacyPassword = one.Privacy == SnmpUserPrivacy.None ? null : one.PrivacyPassword ?? one.AuthenticationPassword,
            },
            Read = ViewOf(options, one.View),
            Write = one.Access == SnmpAccess.ReadWrite ? ViewOf(options, one.WriteView ?? one.View) : null,
            Notify = ViewOf(options, one.View),
        }),
    ];

    /// <summary>Who is told.</summary>
    internal static IReadOnlyList<SnmpTarget> Targets(SnmpOptions options) =>
    [
        .. options.Traps.Targets.Select(static one => new SnmpTarget
        {
            Endpoint = SnmpListen.Parse(one.Address),
            Version = one.User is null ? SnmpVersion.V2c : SnmpVersion.V3,
            Community = one.Community,
            UserName = one.User,
            Inform = one.Inform,
        }),
    ];

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>fd00::/8</c>, <c>10.1.2.3</c>.</summary>
    internal static bool TryReadNetwork(string text, out IPNetwork network)
    {
        network = default;
        if (IPNetwork.TryParse(text, out network))
            return true;
        if (!IPAddress.TryParse(text, out var address))
            return false;
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    /// <summary>Reads a subtree's name; it need not be one that can be sent: <c>1</c> is everything below iso.</summary>
    internal static bool TryReadSubtree(string text, out Oid oid)
    {
        oid = default;
        var parts = (text.StartsWith('.') ? text[1..] : text).Split('.');
        if (parts.Length > Oid.MaxLength)
            return false;
        var arcs = new uint[parts.Length];
        for (var i = 0; i < arcs.Length; i++)
        {
            if (!uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out arcs[i]))
                return false;
        }

        oid = new Oid(arcs);
        return true;
    }

    private static SnmpView ViewOf(SnmpOptions options, string? name) => name is null || !options.Views.TryGetValue(name, out var view)
        ? SnmpView.All
        : new SnmpView { Included = [.. view.Include.Select(SubtreeOf)], Excluded = [.. view.Exclude.Select(SubtreeOf)] };

    private static Oid SubtreeOf(string text) => TryReadSubtree(text, out var oid) ? oid : throw new FormatException($"'{text}' is no subtree");

    private static IPNetwork NetworkOf(string text) => TryReadNetwork(text, out var network) ? network : throw new FormatException($"'{text}' is no network");

    private static SnmpAuthentication AuthenticationOf(SnmpUserAuthentication authentication) => authentication switch
    {
        SnmpUserAuthentication.None => SnmpAuthentication.None,
        SnmpUserAuthentication.Md5 => SnmpAuthentication.Md5,
        SnmpUserAuthentication.Sha1 => SnmpAuthentication.Sha1,
        SnmpUserAuthentication.Sha224 => SnmpAuthentication.Sha224,
        SnmpUserAuthentication.Sha384 => SnmpAuthentication.Sha384,
        SnmpUserAuthentication.Sha512 => SnmpAuthentication.Sha512,
        _ => SnmpAuthentication.Sha256,
    };

    private static SnmpPrivacy PrivacyOf(SnmpUserPrivacy privacy) => privacy switch
    {
        SnmpUserPrivacy.None => SnmpPrivacy.None,
        SnmpUserPrivacy.Aes192 => SnmpPrivacy.Aes192,
        SnmpUserPrivacy.Aes256 => SnmpPrivacy.Aes256,
        SnmpUserPrivacy.Aes192Cisco => SnmpPrivacy.Aes192Reeder,
        SnmpUserPrivacy.Aes256Cisco => SnmpPrivacy.Aes256Reeder,
        _ => SnmpPrivacy.Aes128,
    };
}
