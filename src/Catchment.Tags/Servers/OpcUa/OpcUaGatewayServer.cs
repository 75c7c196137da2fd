using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Servers.OpcUa.Users;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>The OPC UA server of the mapped points. Its nodes are there while it runs. Source: <c>tags</c> 4.5, 6.2.</summary>
public sealed partial class OpcUaGatewayServer : IGatewayServer, IOpcUaDesk, IAsyncDisposable
{
    private readonly ServerRun<Running> _run = new();
    private readonly GatewayRoom _room;
    private readonly OpcUaOptions _options;
    private readonly OpcUaMetrics _metrics;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<IPEndPoint> _listen;
    private readonly CertificateStore _store;
    private readonly CertificateStore _userStore;
    private bool _isOpenTold;

    /// <summary>A server that does not run yet.</summary>
    /// <param name="room">The points and their mappings.</param>
    /// <param name="options">How they are served.</param>
    /// <param name="metrics">Counts.</param>
    /// <exception cref="FormatException">An endpoint is none; the message says which.</exception>
    public OpcUaGatewayServer(GatewayRoom room, OpcUaOptions options, OpcUaMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(options);
        (_room, _options, _metrics, _logger) = (room, options, metrics, room.Loggers.CreateLogger("gateway.opcua"));
        _listen = [.. options.Listen.Select(OpcUaListen.Parse)];
        _store = OpcUaCertificates.Open(options, room.StateFolder, room.Time, _logger);
        _userStore = OpcUaCertificates.OpenUsers(options, room.StateFolder, room.Time, _logger);
    }

    /// <inheritdoc/>
    public string Name => "opcua";

    /// <inheritdoc/>
    public int Port => Endpoints.Count == 0 ? 0 : Endpoints[0].Port;

    /// <inheritdoc/>
    public bool IsRunning => _run.Now is not null;

    /// <summary>Where it listens, or would.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => _run.Now?.Server.Endpoints ?? _listen;

    /// <inheritdoc/>
    public OpcUaStatus Status
    {
        get
        {
            var running = _run.Now;
            return new OpcUaStatus
            {
                IsRunning = running is not null,
                Endpoints = [.. Endpoints.Select(static endpoint => $"opc.tcp://{endpoint}")],
                ApplicationUri = OpcUaCertificates.ApplicationUriOf(_options),
                Security = _options.Security,
                Nodes = running?.Tree.Count ?? 0,
                Refused = running?.Tree.Refused ?? 0,
                Requests = _metrics.Requests,
                RequestsRefused = _metrics.Refusals,
                Discarded = _metrics.Discarded,
                Clients = running is null ? [] : _metrics.List(running.Server.WatchedBy),
            };
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CertificateEntry> Certificates => [.. _store.List(), .. _userStore.List()];

    /// <inheritdoc/>
    public CertificateEntry? Judge(string thumbprint, bool isTrusted)
    {
        try
        {
            return OpcUaCertificates.Judge(_store, _userStore, thumbprint, isTrusted);
        }
        catch (OpcUaException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _run.StartAsync(() => Task.FromResult(Start()), cancellation);
        }
        catch (OpcUaException e)
        {
            throw new IOException($"OPC UA {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => _run.StopAsync(async running =>
    {
        await running.Server.StopAsync(cancellation);
        running.Dispose();
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _run.Dispose();
    }

    private Running Start()
    {
        var uri = OpcUaCertificates.ApplicationUriOf(_options);
        var space = new NodeSpace(uri, _room.Time);
        var users = _options.Users is { } file ? new UserFile(file, _logger) : null;
        var tree = new TagTree(space, _room.Model, _options, _room.Time, _logger);
        ApplicationCertificate? certificate = null;
        try
        {
            // Passwords are encrypted for the certificate, and users' certificates sign for it, even where nothing else is safe.
            if (users is not null || _options.UserCertificates || _options.Security.Any(static one => one != OpcUaSecurity.None))
                certificate = OpcUaCertificates.OpenOwn(_store, _options, _listen);
            var server = OpcUaServer.Start(OptionsOf(uri, space, users, certificate));
            var endpoints = string.Join(", ", server.Endpoints.Select(static endpoint => $"opc.tcp://{endpoint}"));
            LogListening(_logger, endpoints);
            TellIfOpen();
            return new Running(server, tree, users, certificate);
        }
        catch
        {
            tree.Dispose();
            users?.Dispose();
            certificate?.Dispose();
            throw;
        }
    }

    private OpcUaServerOptions OptionsOf(string uri, NodeSpace space, UserFile? users, ApplicationCertificate? certificate) => new()
    {
        Listen = _listen,
        ApplicationUri = uri,
        ApplicationName = _options.ServerName,
        ProductUri = "urn:catchment:gateway",
        Endpoints = [.. _options.Security.Distinct().Select(EndpointOf)],
        AllowAnonymous = _options.Anonymous,
        CheckUser = users is null ? null : users.CheckAsync,
        Certificate = certificate,
        CertificateStore = _store,
        UserCertificateStore = _options.UserCertificates ? _userStore : null,
        MaxConnections = _options.MaxConnections,
        MaxSessions = _options.MaxSessions,
        MaxSessionTimeout = TimeSpan.FromSeconds(_options.IdleSeconds),
        Nodes = space,
        ManufacturerName = "Catchment",
        SoftwareVersion = _room.Version,
        SubscriptionLimits = new OpcUaSubscriptionLimits
        {
            MaxSubscriptions = _options.MaxSubscriptions,
            MaxMonitoredItems = _options.MaxMonitoredItems,
            MinPublishingInterval = _options.MinimumPublishingMs,
            MinSamplingInterval = _options.MinimumSamplingMs,
        },
        Observer = _metrics,
        Logger = _logger,
        Time = _room.Time,
    };

    private static OpcUaEndpoint EndpointOf(OpcUaSecurity security) => security switch
    {
        OpcUaSecurity.Basic256Sha256Sign => new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign),
        OpcUaSecurity.Basic256Sha256SignAndEncrypt => new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt),
        _ => OpcUaEndpoint.None,
    };

    private void TellIfOpen()
    {
        var beyond = ServerEndpoint.BeyondLoopback(_listen);
        if (_isOpenTold || beyond.Length == 0 || !_options.Security.Contains(OpcUaSecurity.None))
            return;
        _isOpenTold = true;
        LogOpen(_logger, beyond, _options.Anonymous ? "read and write" : "listen to");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "OPC UA listens on {Endpoints}")]
    private static partial void LogListening(ILogger logger, string endpoints);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA without security: whoever reaches {Endpoints} can {Act} what is served: gateway.opcua.security without none, and gateway.opcua.users, close it")]
    private static partial void LogOpen(ILogger logger, string endpoints, string act);

    private sealed record Running(OpcUaServer Server, TagTree Tree, UserFile? Users, ApplicationCertificate? Certificate) : IDisposable
    {
        public void Dispose()
        {
            Tree.Dispose();
            Users?.Dispose();
            Certificate?.Dispose();
        }
    }
}
