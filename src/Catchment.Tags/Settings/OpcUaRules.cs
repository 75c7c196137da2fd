using Catchment.Tags.Servers.OpcUa;

namespace Catchment.Tags.Settings;

/// <summary>What the settings of the OPC UA server have to be together.</summary>
public static class OpcUaRules
{
    private const string Group = $"{GatewayOptions.Section}.opcua";

    /// <summary>What is wrong.</summary>
    /// <param name="options">The settings.</param>
    /// <returns>Each with its key, what was found as it would be written, and what is allowed.</returns>
    public static IEnumerable<(string Key, string Found, string Allowed)> Check(OpcUaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (var i = 0; i < options.Listen.Count; i++)
        {
            if (!IsEndpoint(options.Listen[i]))
                yield return ($"{Group}.listen[{i}]", $"\"{options.Listen[i]}\"", "opc.tcp://HOST:PORT, with an IP address, localhost or * as HOST");
        }

        if (options.Security.Count == 0)
            yield return ($"{Group}.security", "[]", "at least one of none, basic256sha256_sign, basic256sha256_sign_and_encrypt");
        if (!options.Anonymous && options.Users is null && !options.UserCertificates)
            yield return ($"{Group}.anonymous", "false", "true, or a file of users (gateway.opcua.users), or gateway.opcua.user_certificates: nobody could come in");
    }

    private static bool IsEndpoint(string text)
    {
        try
        {
            _ = OpcUaListen.Parse(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
