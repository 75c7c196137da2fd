using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Servers.Snmp;

namespace Catchment.Tags.Settings;

/// <summary>What the settings of the SNMP agent have to be, each by itself and together.</summary>
public static class SnmpRules
{
    private const string Group = $"{GatewayOptions.Section}.snmp";

    /// <summary>What is wrong.</summary>
    /// <param name="options">The settings.</param>
    /// <returns>Each with its key, what was found as it would be written, and what is allowed.</returns>
    public static IEnumerable<(string Key, string Found, string Allowed)> Check(SnmpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. Endpoints(options), .. Communities(options), .. Users(options), .. Views(options), .. Targets(options), .. Limits(options)];
    }

    private static IEnumerable<(string Key, string Found, string Allowed)> Endpoints(SnmpOptions options)
    {
        if (options.Listen.Count == 0)
            yield return ($"{Group}.listen", "[]", "at least one endpoint; or enabled: false");
        for (var i = 0; i < options.Listen.Count; i++)
        {
            if (!SnmpListen.TryParse(options.Listen[i], out _))
                yield return ($"{Group}.listen[{i}]", Quoted(options.Listen[i]), "udp://HOST:PORT, with an IP address, localhost or * as HOST");
        }

        if (options is { Enabled: true, Communities: null, Users.Count: 0 } && SnmpListen.IsBeyondLoopback(options))
            yield return ($"{Group}.communities", "null", $"communities or users ({Group}.users) that are to have access, where the agent listens beyond loopback: whoever reaches it would know 'public'");
    }

    private static IEnumerable<(string Key, string Found, string Allowed)> Communities(SnmpOptions options)
    {
        var communities = options.Communities ?? [];
        for (var i = 0; i < communities.Count; i++)
        {
            var (one, key) = (communities[i], $"{Group}.communities[{i}]");
            foreach (var problem in NamesView(options, $"{key}.view", one.View).Concat(NamesView(options, $"{key}.write_view", one.WriteView)))
                yield return problem;
            foreach (var source in one.Sources ?? [])
            {
                if (!SnmpWho.TryReadNetwork(source, out _))
                    yield return ($"{key}.sources", Quoted(source), "an IP address, or a network such as 10.0.0.0/8");
            }
        }
    }

    private static IEnumerable<(string Key, string Found, string Allowed)> Users(SnmpOptions options)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Users.Count; i++)
        {
            var (user, key) = (options.Users[i], $"{Group}.users[{i}]");
            if (!names.Add(user.Name))
                yield return ($"{key}.name", Quoted(user.Name), "a name that no other user has");
            if (user.Authentication != SnmpUserAuthentication.None && (user.AuthenticationPassword?.Length ?? 0) < SnmpUser.LeastPassword)
                yield return ($"{key}.auth_password", user.AuthenticationPassword is null ? "null" : "***", $"a password of at least {SnmpUser.LeastPassword} characters; or auth: none and privacy: none");
            if (user is { Authentication: SnmpUserAuthentication.None, Privacy: not SnmpUserPrivacy.None })
                yield return ($"{key}.privacy", "encryption without a signature", "none, or auth other than none");
            if (user.Privacy != SnmpUserPrivacy.None && user.PrivacyPassword is { Length: < SnmpUser.LeastPassword })
                yield return ($"{key}.privacy_password", "***", $"a password of at least {SnmpUser.LeastPassword} characters, or null for that of the signature");
            foreach (var problem in NamesView(options, $"{key}.view", user.View).Concat(NamesView(options, $"{key}.write_view", user.WriteView)))
                yield return problem;
        }
    }

    private static IEnumerable<(string Key, string Found, string Allowed)> Views(SnmpOptions options)
    {
        foreach (var (name, view) in options.Views)
        {
            foreach (var subtree in view.Include.Concat(view.Exclude))
            {
                if (!SnmpWho.TryReadSubtree(subtree, out _))
                    yield return ($"{Group}.views.{name}", Quoted(subtree), "dotted numbers, such as 1.3.6.1.4.1");
            }
        }
    }

    private static IEnumerable<(string Key, string Found, string Allowed)> Targets(SnmpOptions options)
    {
        for (var i = 0; i < options.Traps.Targets.Count; i++)
        {
            var (target, key) = (options.Traps.Targets[i], $"{Group}.traps.targets[{i}]");
            if (!SnmpListen.TryParse(target.Address, out var endpoint) || endpoint.Port == 0 || endpoint.Address.Equals(IPAddress.Any))
                yield return ($"{key}.address", Quoted(target.Address), "ADDRESS:PORT, with an IP address or localhost");
            if (target.Community is null == target.User is null)
                yield return ($"{key}.community", target.Community is null ? "null" : "***", "either a community (v2c) or a user (v3)");
            if (target.User is { } user && !options.Users.Any(one => one.Name == user))
                yield return ($"{key}.user", Quoted(user), $"the name of one of {Group}.users");
        }
    }

    private static IEnumerable<(string Key, string Found, string Allowed)> Limits(SnmpOptions options)
    {
        foreach (var (pattern, limit) in options.Traps.Limits)
        {
            if (limit is { Low: null, High: null } || limit.Low > limit.High)
                yield return ($"{Group}.traps.limits.{pattern}", $"low {limit.Low?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}, high {limit.High?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}", "a low, a high, or both, the low one not above the high one");
        }
    }

    private static IEnumerable<(string Key, string Found, string Allowed)> NamesView(SnmpOptions options, string key, string? view)
    {
        if (view is not null && !options.Views.ContainsKey(view))
            yield return (key, Quoted(view), $"the name of one of {Group}.views");
    }

    private static string Quoted(string text) => $"\"{text}\"";
}
