using System.Text;
using Catchment.Protocols.Snmp;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Reads what the file says of SNMP. Source: <c>tags</c> 10.1, 10.2.</summary>
internal static class SnmpFile
{
    private const int MostMilliseconds = 86_400_000;
    private const int MostRetries = 100;
    private const int LeastEngineId = 5;
    private const int MostEngineId = 32;
    private const int MostText = 255;

    private static readonly Dictionary<string, SnmpAsnType> Types = new(StringComparer.Ordinal)
    {
        ["INTEGER"] = SnmpAsnType.WholeNumber,
        ["INTEGER32"] = SnmpAsnType.WholeNumber,
        ["INT"] = SnmpAsnType.WholeNumber,
        ["INT32"] = SnmpAsnType.WholeNumber,
        ["I"] = SnmpAsnType.WholeNumber,
        ["TRUTHVALUE"] = SnmpAsnType.TruthValue,
        ["BOOLEAN"] = SnmpAsnType.TruthValue,
        ["GAUGE"] = SnmpAsnType.Gauge32,
        ["GAUGE32"] = SnmpAsnType.Gauge32,
        ["UNSIGNED"] = SnmpAsnType.Gauge32,
        ["UNSIGNED32"] = SnmpAsnType.Gauge32,
        ["UINT32"] = SnmpAsnType.Gauge32,
        ["U"] = SnmpAsnType.Gauge32,
        ["COUNTER"] = SnmpAsnType.Counter32,
        ["COUNTER32"] = SnmpAsnType.Counter32,
        ["C"] = SnmpAsnType.Counter32,
        ["COUNTER64"] = SnmpAsnType.Counter64,
        ["TIMETICKS"] = SnmpAsnType.TimeTicks,
        ["T"] = SnmpAsnType.TimeTicks,
        ["OCTETSTRING"] = SnmpAsnType.Text,
        ["DISPLAYSTRING"] = SnmpAsnType.Text,
        ["STRING"] = SnmpAsnType.Text,
        ["S"] = SnmpAsnType.Text,
        ["HEXSTRING"] = SnmpAsnType.Hex,
        ["HEX"] = SnmpAsnType.Hex,
        ["PHYSADDRESS"] = SnmpAsnType.Hex,
        ["MACADDRESS"] = SnmpAsnType.Hex,
        ["BITS"] = SnmpAsnType.Hex,
        ["X"] = SnmpAsnType.Hex,
        ["OBJECTIDENTIFIER"] = SnmpAsnType.ObjectIdentifier,
        ["OBJID"] = SnmpAsnType.ObjectIdentifier,
        ["OID"] = SnmpAsnType.ObjectIdentifier,
        ["O"] = SnmpAsnType.ObjectIdentifier,
        ["IPADDRESS"] = SnmpAsnType.IpAddress,
        ["NETWORKADDRESS"] = SnmpAsnType.IpAddress,
        ["A"] = SnmpAsnType.IpAddress,
        ["FLOAT"] = SnmpAsnType.OpaqueFloat,
        ["OPAQUEFLOAT"] = SnmpAsnType.OpaqueFloat,
        ["F"] = SnmpAsnType.OpaqueFloat,
        ["DOUBLE"] = SnmpAsnType.OpaqueDouble,
        ["OPAQUEDOUBLE"] = SnmpAsnType.OpaqueDouble,
        ["D"] = SnmpAsnType.OpaqueDouble,
    };

    /// <summary>How a device is asked.</summary>
    /// <param name="read">The device.</param>
    /// <param name="device">Its members.</param>
    /// <param name="port">Those of its port; null: it has none.</param>
    internal static PollerDevice Device(PollerDevice read, Members device, Members? port)
    {
        var host = device.Text("ipAddress").TrimStart('[').TrimEnd(']');
        if (host.Length is 0 or > 253 || host.Any(char.IsWhiteSpace))
            device.Tell("ipAddress", "an address or a host name");
        var version = Version(device, read.TypeText);
        var level = version == SnmpVersion.V3 ? Level(device) : SnmpSecurityLevel.NoAuthNoPriv;
        var snmp = new SnmpDevice
        {
            Host = host,
            Port = device.Whole("portNumber", SnmpDevice.UsualPort, 1, 65_535),
            Version = version,
            Community = device.Secret("community") is { Length: > 0 } community ? community : "public",
            Timeout = device.Has("snmpTimeoutMs") || (!device.Has("timeout") && port?.Has("timeOut") != true)
                ? TimeSpan.FromMilliseconds(device.Number("snmpTimeoutMs", 2_000, 10, MostMilliseconds))
                : read.Timeout,
            Retries = device.Has("snmpRetries") || port?.Has("retryCount") != true ? device.Whole("snmpRetries", 1, 0, MostRetries) : read.RetryCount,
            Level = level,
            User = version == SnmpVersion.V3 ? User(device, level) : null,
            ContextName = device.Text("snmpV3ContextName"),
            ContextEngineId = EngineId(device),
            MaxPduSize = device.Whole("snmpMaxPduSize", 1_400, 484, SnmpAgentOptions.MostMessageBytes),
            BulkNonRepeaters = device.Whole("snmpBulkNonRepeaters", 0, 0, int.MaxValue),
            BulkMaxRepetitions = device.Whole("snmpBulkMaxRepetitions", 10, 0, int.MaxValue),
        };
        if (Encoding.UTF8.GetByteCount(snmp.Community) > MostText)
            device.TellSecret("community", $"a community of at most {MostText} bytes");
        if (Encoding.UTF8.GetByteCount(snmp.ContextName) > MostText)
            device.Tell("snmpV3ContextName", $"a name of at most {MostText} bytes");
        return read with { Snmp = snmp, Endpoint = snmp.Endpoint };
    }

    /// <summary>Which variable a tag is.</summary>
    internal static PollerTag Tag(PollerTag read, Members tag)
    {
        var text = tag.Text("address");
        var oid = SnmpPlace.Parse(text);
        if (text.Length == 0)
            tag.Tell("address", "an object identifier");
        else if (oid is null)
            tag.Tell("address", "an object identifier in numbers, as 1.3.6.1.2.1.1.3.0; names of a MIB are not looked up ('snmptranslate -On NAME' tells their numbers)");
        var type = TypeOf(tag.Text("asnType"), out var isKnown);
        if (!isKnown)
            tag.Tell("asnType", "a type of SNMP, as INTEGER, Gauge32, Counter32, Counter64, TimeTicks, OCTET STRING, Hex-STRING, OBJECT IDENTIFIER, IpAddress or TruthValue");
        return read with { Snmp = new SnmpPlace { Oid = oid ?? default, IsMissing = text.Length == 0, Type = type }, Scaling = DeviceFile.Scaling(tag) };
    }

    /// <summary>The type that a text names.</summary>
    /// <param name="text">The text; empty, or Auto: none.</param>
    /// <param name="isKnown">False: there is no such type.</param>
    internal static SnmpAsnType? TypeOf(string text, out bool isKnown)
    {
        var word = Word(text);
        isKnown = true;
        if (word is "" or "AUTO")
            return null;
        if (Types.TryGetValue(word.StartsWith("ASN", StringComparison.Ordinal) ? word[3..] : word, out var type))
            return type;
        isKnown = false;
        return null;
    }

    /// <summary>The version that a text names, as <c>v2c</c>, <c>2c</c>, <c>2</c> or <c>SNMPv2c</c>; null: none.</summary>
    internal static SnmpVersion? VersionOf(string text)
    {
        var word = Word(text);
        word = word.StartsWith("SNMP", StringComparison.Ordinal) ? word[4..] : word;
        word = word.StartsWith("VERSION", StringComparison.Ordinal) ? word[7..] : word;
        return word.TrimStart('V') switch
        {
            "1" => SnmpVersion.V1,
            "2" or "2C" => SnmpVersion.V2c,
            "3" => SnmpVersion.V3,
            _ => null,
        };
    }

    private static SnmpVersion Version(Members device, string type)
    {
        var text = device.Text("snmpVersion");
        if (text.Length == 0)
            return VersionOf(type) ?? SnmpVersion.V2c;
        if (VersionOf(text) is { } version)
            return version;
        device.Tell("snmpVersion", "v1, v2c or v3");
        return SnmpVersion.V2c;
    }

    /// <summary>How messages are protected; where the file does not say it, as its passwords can.</summary>
    private static SnmpSecurityLevel Level(Members device)
    {
        switch (Word(device.Text("snmpV3SecurityLevel")))
        {
            case "NOAUTHNOPRIV":
                return SnmpSecurityLevel.NoAuthNoPriv;
            case "AUTHNOPRIV":
                return SnmpSecurityLevel.AuthNoPriv;
            case "AUTHPRIV":
                return SnmpSecurityLevel.AuthPriv;
            case "":
                return device.Secret("snmpV3PrivPassword").Length > 0 ? SnmpSecurityLevel.AuthPriv
                    : device.Secret("snmpV3AuthPassword").Length > 0 ? SnmpSecurityLevel.AuthNoPriv
                    : SnmpSecurityLevel.NoAuthNoPriv;
            default:
                device.Tell("snmpV3SecurityLevel", "noAuthNoPriv, authNoPriv or authPriv");
                return SnmpSecurityLevel.NoAuthNoPriv;
        }
    }

    private static SnmpUser User(Members device, SnmpSecurityLevel level)
    {
        var name = device.Text("snmpV3Username");
        if (Encoding.UTF8.GetByteCount(name) is 0 or > 32)
            device.Tell("snmpV3Username", "the user's name, 1 to 32 bytes");
        var (signs, encrypts) = (level >= SnmpSecurityLevel.AuthNoPriv, level == SnmpSecurityLevel.AuthPriv);
        return new SnmpUser
        {
            Name = name,
            Authentication = signs ? Authentication(device) : SnmpAuthentication.None,
            AuthenticationPassword = signs ? Password(device, "snmpV3AuthPassword") : null,
            Privacy = encrypts ? Privacy(device) : SnmpPrivacy.None,
            PrivacyPassword = encrypts ? Password(device, "snmpV3PrivPassword") : null,
        };
    }

    private static SnmpAuthentication Authentication(Members device)
    {
        var word = Word(device.Text("snmpV3AuthProtocol"));
        switch (word.StartsWith("HMAC", StringComparison.Ordinal) ? word[4..] : word)
        {
            case "MD5":
                return SnmpAuthentication.Md5;
            case "" or "SHA" or "SHA1":
                return SnmpAuthentication.Sha1;
            case "SHA224":
                return SnmpAuthentication.Sha224;
            case "SHA256":
                return SnmpAuthentication.Sha256;
            case "SHA384":
                return SnmpAuthentication.Sha384;
            case "SHA512":
                return SnmpAuthentication.Sha512;
            default:
                device.Tell("snmpV3AuthProtocol", "MD5, SHA1, SHA224, SHA256, SHA384 or SHA512");
                return SnmpAuthentication.Sha1;
        }
    }

    private static SnmpPrivacy Privacy(Members device)
    {
        switch (Word(device.Text("snmpV3PrivProtocol")))
        {
            case "DES":
                return SnmpPrivacy.Des;
            case "" or "AES" or "AES128":
                return SnmpPrivacy.Aes128;
            case "AES192":
                return SnmpPrivacy.Aes192;
            case "AES256":
                return SnmpPrivacy.Aes256;
            case "AES192C" or "AES192CISCO":
                return SnmpPrivacy.Aes192Reeder;
            case "AES256C" or "AES256CISCO":
                return SnmpPrivacy.Aes256Reeder;
            default:
                device.Tell("snmpV3PrivProtocol", "DES, AES128, AES192 or AES256; AES192C and AES256C for Cisco's way to make keys longer");
                return SnmpPrivacy.Aes128;
        }
    }

    private static string Password(Members device, string key)
    {
        var password = device.Secret(key);
        if (Encoding.UTF8.GetByteCount(password) < SnmpUser.LeastPassword)
            device.TellSecret(key, $"a password of at least {SnmpUser.LeastPassword} characters, for snmpV3SecurityLevel asks for one");
        return password;
    }

    /// <summary>An engine's identity in hex, also with 0x in front or signs between its bytes.</summary>
    private static string EngineId(Members device)
    {
        var text = device.Text("snmpV3ContextEngineId");
        var hex = string.Concat((text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text).Where(static c => c is not (':' or '-' or ' ' or '.')));
        if (hex.Length == 0 || (hex.Length is >= 2 * LeastEngineId and <= 2 * MostEngineId && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit)))
            return hex.ToUpperInvariant();
        device.Tell("snmpV3ContextEngineId", $"{LeastEngineId} to {MostEngineId} bytes in hex");
        return "";
    }

    private static string Word(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
