using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Poller.Configuration;

namespace Catchment.Tags.Poller.OpcUa;

/// <summary>A client as a device's configuration has it, with the certificate that it needs.</summary>
internal sealed class OpcUaConnection : IAsyncDisposable
{
    private static readonly NodeId NamespaceArray = new(2255);

    private readonly ApplicationCertificate? _file;

    private OpcUaConnection(OpcUaClient client, ApplicationCertificate? file) => (Client, _file) = (client, file);

    /// <summary>The client, which is not connected yet.</summary>
    internal OpcUaClient Client { get; }

    /// <summary>Makes the client.</summary>
    /// <param name="device">How it is asked.</param>
    /// <param name="name">What the server calls the session.</param>
    /// <param name="parts">The gateway's certificates, the clock, the log.</param>
    /// <param name="observer">Told how it stands; null: nobody.</param>
    /// <exception cref="OpcUaException">A certificate cannot be had, or the settings contradict each other; the message says what to do.</exception>
    internal static OpcUaConnection Make(OpcUaDevice device, string name, PollerParts parts, IOpcUaClientObserver? observer = null)
    {
        var isSecure = device.SecurityMode != MessageSecurityMode.None;
        var needsOwn = isSecure || device.Authentication == OpcUaAuthentication.Certificate;
        var file = device.CertificateFile is { } path && needsOwn ? ApplicationCertificate.Load(path, device.KeyFile) : null;
        try
        {
            var certificates = parts.Certificates;
            var own = file ?? (needsOwn ? (certificates ?? throw new OpcUaException(StatusCodes.BadConfigurationError, "There is no folder of certificates.")).Own() : null);
            var options = new OpcUaClientOptions
            {
                EndpointUrl = device.Url,
                Policy = isSecure ? SecurityPolicy.Basic256Sha256 : SecurityPolicy.None,
                Mode = device.SecurityMode,
                Identity = device.Authentication switch
                {
                    OpcUaAuthentication.UserNamePassword => OpcUaIdentity.User(device.UserName, device.Password),
                    OpcUaAuthentication.Certificate => OpcUaIdentity.X509(own!),
                    _ => OpcUaIdentity.Anonymous,
                },
                AllowPlainPassword = device.AllowsPlainPassword,
                ChecksHostName = device is { AllowsOtherHostName: false, Trust: not OpcUaServerTrust.Auto },
                Certificate = isSecure ? own : null,
                Store = certificates?.Store(device.Trust),
                ApplicationUri = certificates?.ApplicationUri ?? "urn:catchment:gateway",
                ApplicationName = "Catchment",
                ProductUri = "urn:catchment:gateway",
                SessionName = name,
                SessionTimeout = device.SessionTimeout,
                RequestTimeout = device.RequestTimeout,
                KeepAliveInterval = device.KeepAliveInterval,
                ReconnectDelays = device.ReconnectDelays(),
                Observer = observer,
                Time = parts.Time,
            };
            return new OpcUaConnection(new OpcUaClient(options), file);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>The ids of nodes in the session that there is now.</summary>
    /// <param name="client">The client.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <returns>One for each; the null id: the server has no such namespace.</returns>
    /// <exception cref="OpcUaException">The server cannot be asked.</exception>
    internal static async Task<NodeId[]> ResolveAsync(OpcUaClient client, IReadOnlyList<ExpandedNodeId> nodes, CancellationToken cancellation)
    {
        string?[] uris = [];
        if (nodes.Any(static node => node.NamespaceUri is not null))
        {
            var read = (await client.ReadAsync([NamespaceArray], cancellation))[0];
            uris = read.Value is { IsArray: true, Elements: string?[] told } ? told : throw new OpcUaException(read.Status.IsBad ? read.Status : StatusCodes.BadUnexpectedError, "The server tells no namespaces.");
        }

        return [.. nodes.Select(node => node.NamespaceUri is not { } uri ? node.NodeId : Array.IndexOf(uris, uri) is >= 0 and <= ushort.MaxValue and var index ? node.NodeId.InNamespace((ushort)index) : default)];
    }

    /// <summary>The type of a node's value: the one that it tells, or that of what it has now.</summary>
    /// <param name="client">The client.</param>
    /// <param name="node">The node.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <exception cref="OpcUaException">It cannot be told: BadNodeIdUnknown, …; or the server cannot be asked.</exception>
    internal static async Task<BuiltInType> TypeAsync(OpcUaClient client, NodeId node, CancellationToken cancellation)
    {
        var read = await client.ReadAsync([new OpcUaRead(node, AttributeIds.DataType), new OpcUaRead(node)], cancellation);
        if (read[0].Status.IsBad)
            throw new OpcUaException(read[0].Status);
        if (read[1].Value.IsArray)
            throw new OpcUaException(StatusCodes.BadTypeMismatch, "The node has an array, and a tag has one value.");
        if (read[0].Value.ToObject() is NodeId { NamespaceIndex: 0, IsNumeric: true, Number: var number } && OpcUaValues.CanWrite((BuiltInType)Math.Min(number, byte.MaxValue)))
            return (BuiltInType)number;
        if (!read[1].Status.IsBad && !read[1].Value.IsNull)
            return read[1].Value.Type;
        return read[0].Value.ToObject() is NodeId { NamespaceIndex: 0, IsNumeric: true, Number: var kind } && kind switch
        {
            26 => BuiltInType.Double,
            27 => BuiltInType.Int64,
            28 => BuiltInType.UInt64,
            29 => BuiltInType.Int32,
            _ => BuiltInType.Null,
        } is not BuiltInType.Null and var type ? type : throw new OpcUaException(StatusCodes.BadTypeMismatch, "The node tells no type that is known here: name it with opcuaDataType.");
    }

    /// <summary>Writes a node's value.</summary>
    /// <param name="client">The client.</param>
    /// <param name="node">The node.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellation">Nobody waits any more; it may be written.</param>
    /// <exception cref="OpcUaException">It was not written, or nobody knows.</exception>
    internal static async Task WriteAsync(OpcUaClient client, NodeId node, Variant value, CancellationToken cancellation)
    {
        var status = (await client.WriteAsync([new OpcUaWrite(node, new DataValue(value))], cancellation))[0];
        if (status.IsBad)
            throw new OpcUaException(status);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _file?.Dispose();
    }
}
