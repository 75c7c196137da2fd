using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Poller.OpcUa;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Reads what the file says of OPC UA. Source: <c>tags</c> 10.1, 10.2.</summary>
internal static class OpcUaFile
{
    private const int MostMilliseconds = 86_400_000;
    private const int MostQueue = 100_000;
    private const int LongestText = 4_096;

    private static readonly Dictionary<string, BuiltInType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bool"] = BuiltInType.Boolean,
        ["int8"] = BuiltInType.SByte,
        ["uint8"] = BuiltInType.Byte,
        ["short"] = BuiltInType.Int16,
        ["ushort"] = BuiltInType.UInt16,
        ["int"] = BuiltInType.Int32,
        ["integer"] = BuiltInType.Int32,
        ["uint"] = BuiltInType.UInt32,
        ["long"] = BuiltInType.Int64,
        ["ulong"] = BuiltInType.UInt64,
        ["real"] = BuiltInType.Float,
        ["single"] = BuiltInType.Float,
        ["float32"] = BuiltInType.Float,
        ["float64"] = BuiltInType.Double,
        ["lreal"] = BuiltInType.Double,
        ["text"] = BuiltInType.String,
    };

    /// <summary>How a device is asked.</summary>
    internal static PollerDevice Device(PollerDevice read, Members device)
    {
        var url = device.Text("opcuaEndpointSelection");
        var urlKey = url.Length > 0 ? "opcuaEndpointSelection" : "opcuaServerUrl";
        url = url.Length > 0 ? url : device.Text(urlKey);
        if (!IsUrl(url))
            device.Tell(urlKey, "the URL of a server, as opc.tcp://host:4840, without a user in it");
        var deadband = Word(device, "opcuaDeadbandType", "None, Absolute or Percent", OpcUaDeadband.None, static word => word switch
        {
            "NONE" => OpcUaDeadband.None,
            "ABSOLUTE" => OpcUaDeadband.Absolute,
            "PERCENT" => OpcUaDeadband.Percent,
            _ => null,
        });
        var opcUa = new OpcUaDevice
        {
            Url = url,
            SecurityMode = Security(device),
            Authentication = Word(device, "opcuaAuthType", "Anonymous, UsernamePassword or Certificate", OpcUaAuthentication.Anonymous, static word => word switch
            {
                "ANONYMOUS" or "NONE" => OpcUaAuthentication.Anonymous,
                "USERNAMEPASSWORD" or "USERNAME" or "USERPASSWORD" => OpcUaAuthentication.UserNamePassword,
                "CERTIFICATE" or "X509" or "X509CERTIFICATE" => OpcUaAuthentication.Certificate,
                _ => null,
            }),
            UserName = device.Text("opcuaUsername"),
            Password = device.Secret("opcuaPassword"),
            AllowsPlainPassword = device.Flag("opcuaAllowPlainPassword"),
            CertificateFile = device.Path("opcuaClientCertRef"),
            KeyFile = device.Path("opcuaClientKeyRef"),
            Trust = Word(device, "opcuaAcceptServerCert", "auto, prompt or reject", OpcUaServerTrust.Auto, static word => word switch
            {
                "AUTO" => OpcUaServerTrust.Auto,
                "PROMPT" => OpcUaServerTrust.Prompt,
                "REJECT" => OpcUaServerTrust.Reject,
                _ => null,
            }),
            AllowsOtherHostName = device.Flag("opcuaAllowOtherHostName"),
            SessionTimeout = Milliseconds(device, "opcuaSessionTimeout", 60_000, 1_000),
            RequestTimeout = Milliseconds(device, "opcuaRequestTimeout", 5_000, 10),
            KeepAliveInterval = Milliseconds(device, "opcuaKeepAliveInterval", 10_000, 10),
            ReconnectRetries = device.Whole("opcuaReconnectRetries", 3, 0, 1_000),
            PublishingInterval = Milliseconds(device, "opcuaPublishingInterval", 1_000, 1),
            SamplingInterval = Milliseconds(device, "opcuaSamplingInterval", 1_000, 0),
            QueueSize = device.Whole("opcuaQueueSize", 10, 0, MostQueue),
            Deadband = deadband,
            DeadbandValue = device.Number("opcuaDeadbandValue", 0, 0, deadband == OpcUaDeadband.Percent ? 100 : double.MaxValue),
        };
        if (opcUa.Authentication == OpcUaAuthentication.UserNamePassword && opcUa.UserName.Length == 0)
            device.Tell("opcuaUsername", "the user's name, for opcuaAuthType asks for one");
        if (opcUa is { KeyFile: not null, CertificateFile: null })
            device.Tell("opcuaClientCertRef", "the file of the certificate that opcuaClientKeyRef belongs to");
        return read with { OpcUa = opcUa, Endpoint = url };
    }

    /// <summary>Which node a tag is.</summary>
    internal static PollerTag Tag(PollerTag read, Members tag)
    {
        var key = tag.Text("opcuaNodeId").Length > 0 ? "opcuaNodeId" : "address";
        var text = tag.Text(key);
        var kind = Word(tag, "opcuaNodeIdType", "Numeric, String, Guid or Opaque", default(char), static word => word switch
        {
            "NUMERIC" or "INTEGER" or "INT" or "I" => 'i',
            "STRING" or "S" => 's',
            "GUID" or "G" => 'g',
            "OPAQUE" or "BYTESTRING" or "B" => 'b',
            "AUTO" or "NODEID" => '\0',
            _ => null,
        });
        ExpandedNodeId node = default;
        if (text.Length == 0)
            tag.Tell(key, "a node id");
        else if (text.Length > LongestText || OpcUaPlace.Parse(text, kind == default ? null : kind, tag.Whole("opcuaNamespaceIndex", 0, 0, ushort.MaxValue)) is not { } parsed)
            tag.Tell(key, "a node id, as ns=2;s=Boiler, ns=2;i=5, i=2258 or nsu=http://lab.example;s=Boiler; or its identifier with opcuaNodeIdType");
        else
            node = parsed;
        var type = TypeOf(tag.Text("opcuaDataType"), out var isKnown);
        if (!isKnown)
            tag.Tell("opcuaDataType", "a type of OPC UA for one value, as Boolean, Int16, Double, String or DateTime");
        return read with { OpcUa = new OpcUaPlace { NodeId = node, IsMissing = text.Length == 0, DataType = type }, Scaling = DeviceFile.Scaling(tag) };
    }

    /// <summary>The type that a text names.</summary>
    /// <param name="text">The text; empty, or Auto: none.</param>
    /// <param name="isKnown">False: there is no such type, or no value can be made of it.</param>
    internal static BuiltInType? TypeOf(string text, out bool isKnown)
    {
        var word = string.Concat(text.Where(char.IsAsciiLetterOrDigit));
        isKnown = true;
        if (word.Length == 0 || word.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return null;
        if (Types.TryGetValue(word, out var type) || (!char.IsAsciiDigit(word[0]) && Enum.TryParse(word, ignoreCase: true, out type) && OpcUaValues.CanWrite(type)))
            return type;
        isKnown = false;
        return null;
    }

    private static MessageSecurityMode Security(Members device)
    {
        var mode = Word(device, "opcuaSecurityMode", "None, Sign or SignAndEncrypt", MessageSecurityMode.None, static word => word switch
        {
            "NONE" => MessageSecurityMode.None,
            "SIGN" => MessageSecurityMode.Sign,
            "SIGNANDENCRYPT" or "SIGNENCRYPT" => MessageSecurityMode.SignAndEncrypt,
            _ => null,
        });
        var policy = device.Text("opcuaSecurityPolicy", SecurityPolicy.Basic256Sha256.Name);
        if (!SecurityPolicy.TryParse(policy, out var known) || (mode != MessageSecurityMode.None && !known.IsSecure))
            device.Tell("opcuaSecurityPolicy", mode == MessageSecurityMode.None ? "Basic256Sha256 or None" : "Basic256Sha256");
        return mode;
    }

    private static bool IsUrl(string url) =>
        url.Length <= LongestText && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "opc.tcp", IdnHost.Length: > 0, UserInfo.Length: 0 };

    private static T Word<T>(Members members, string key, string allowed, T usual, Func<string, T?> read)
        where T : struct
    {
        var word = string.Concat(members.Text(key).Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (word.Length == 0 && members.Text(key).Length == 0)
            return usual;
        if (read(word) is { } value)
            return value;
        members.Tell(key, allowed);
        return usual;
    }

    private static TimeSpan Milliseconds(Members members, string key, int usual, int least) => TimeSpan.FromMilliseconds(members.Number(key, usual, least, MostMilliseconds));
}
