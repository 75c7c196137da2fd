using Catchment.Protocols.OpcUa.Client.Connections;
using Catchment.Protocols.OpcUa.Client.Sessions;
using Catchment.Protocols.OpcUa.Client.Subscriptions;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>
/// A client of one OPC UA server: a session over a secure channel, which it keeps and gets back when it is lost. Safe for many callers at
/// once; their requests do not wait for each other. While there is no connection, calls fail at once with BadNotConnected.
/// </summary>
public sealed partial class OpcUaClient : IAsyncDisposable
{
    private static readonly NodeId ServerState = new(2259);

    private readonly OpcUaClientOptions _options;
    private readonly Publisher _publisher;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private volatile ClientLink? _link;
    private Task _running = Task.CompletedTask;
    private bool _isStarted;
    private bool _isDisposed;

    /// <summary>A client that is not connected yet.</summary>
    /// <param name="options">Which server, and how.</param>
    /// <exception cref="OpcUaException">BadConfigurationError: the options contradict each other; BadTcpEndpointUrlInvalid.</exception>
    public OpcUaClient(OpcUaClientOptions options)
    {
        if (options.Policy.IsSecure != (options.Mode is MessageSecurityMode.Sign or MessageSecurityMode.SignAndEncrypt))
            throw new OpcUaException(StatusCodes.BadConfigurationError, $"The policy {options.Policy} does not go with the mode {options.Mode}.");
        if (options.Policy.IsSecure && (options.Certificate is null || options.Store is null))
            throw new OpcUaException(StatusCodes.BadConfigurationError, $"The policy {options.Policy} needs a certificate of this client and a certificate store.");
        ChannelTarget.Open(options.EndpointUrl);
        _options = options;
        _publisher = new Publisher(options);
    }

    /// <summary>How it stands with the server.</summary>
    public OpcUaClientState State { get; private set; }

    /// <summary>The session's public id; the null id without a session.</summary>
    public NodeId SessionId => _link?.Session.Id ?? default;

    /// <summary>The session with its connection; null: there is none.</summary>
    internal ClientLink? Current => _link;

    /// <summary>Connects. When it has succeeded, the connection is kept, and got back when it is lost, until the client is disposed.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OpcUaException">It failed; the message says what to do. It may be tried again.</exception>
    /// <exception cref="InvalidOperationException">The client is connected, or disposed.</exception>
    public async Task ConnectAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_isStarted || _isDisposed)
                throw new InvalidOperationException("The client is connected already, or disposed.");
            _isStarted = true;
        }

        ClientLink? link = null;
        OpcUaException? why = null;
        Change(OpcUaClientState.Connecting, why: null);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
            link = await EstablishAsync(lost: null, either.Token);
        }
        catch (OpcUaException e)
        {
            why = e;
            throw;
        }
        finally
        {
            if (link is null)
            {
                Change(OpcUaClientState.Disconnected, why);
                lock (_gate)
                    _isStarted = false;
            }
        }

        OpcUaClientLog.Up(_options.Logger, _options.EndpointUrl);
        lock (_gate)
        {
            if (!_isDisposed)
            {
                Use(link);
                _running = Task.Run(() => RunAsync(link), CancellationToken.None);
                return;
            }
        }

        // It was disposed in this moment, which saw no connection to close.
        await CloseAsync(link);
        throw new OperationCanceledException("The client was disposed.");
    }

    /// <summary>Makes a subscription; it lives until it or the client is disposed, also when the connection is lost meanwhile.</summary>
    /// <param name="options">How; null: as the standard values are.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="OpcUaException">The server refuses, or there is no connection.</exception>
    public async Task<OpcUaSubscription> CreateSubscriptionAsync(OpcUaSubscriptionOptions? options = null, CancellationToken cancellation = default)
    {
        var subscription = new OpcUaSubscription(_options, options ?? new OpcUaSubscriptionOptions(), _publisher, Link);
        await subscription.CreateAsync(Link(), cancellation);
        return subscription;
    }

    /// <summary>Closes the session with its subscriptions, and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        await _closing.CancelAsync();
        Task running;
        lock (_gate)
            running = _running;
        await running;
        var link = _link;
        _link = null;
        _publisher.Close();
        if (link is not null)
            await CloseAsync(link);
        Change(OpcUaClientState.Closed, why: null);
        _closing.Dispose();
    }

    private static async Task CloseAsync(ClientLink link)
    {
        try
        {
            await link.AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = true }, CancellationToken.None);
        }
        catch (OpcUaException)
        {
            // The server forgets the session by itself.
        }

        await link.Connection.CloseAsync();
    }

    private ClientLink Link() => _link ?? throw new OpcUaException(StatusCodes.BadNotConnected, $"There is no connection to {_options.EndpointUrl}.");

    private void Use(ClientLink link)
    {
        _link = link;
        Change(OpcUaClientState.Connected, why: null);
    }

    private void Change(OpcUaClientState state, OpcUaException? why)
    {
        lock (_gate)
        {
            if (State == state)
                return;
            State = state;
            _options.Observer?.StateChanged(state, why);
        }
    }

    private async Task RunAsync(ClientLink link)
    {
        try
        {
            while (true)
            {
                await WatchAsync(link);
                var why = await link.Connection.Ended;
                _link = null;
                _publisher.Pause();
                OpcUaClientLog.Down(_options.Logger, _options.EndpointUrl, why.Message);
                Change(OpcUaClientState.Reconnecting, why);
                await link.Connection.DisposeAsync();
                link = await ReconnectAsync(link);
                OpcUaClientLog.Up(_options.Logger, _options.EndpointUrl);
                Use(link);
            }
        }
        catch (OperationCanceledException)
        {
            // The client is disposed.
        }
    }

    private async Task<ClientLink> ReconnectAsync(ClientLink lost)
    {
        for (var tries = 0; ; tries++)
        {
            var delays = _options.ReconnectDelays;
            var delay = delays.Count == 0 ? TimeSpan.FromSeconds(5) : delays[Math.Min(tries, delays.Count - 1)];
            await Task.Delay(delay, _options.Time, _closing.Token);
            try
            {
                return await EstablishAsync(lost, _closing.Token);
            }
            catch (OpcUaException e)
            {
                OpcUaClientLog.StillDown(_options.Logger, _options.EndpointUrl, e.Message);
                _options.Observer?.ReconnectFailed(e, delays.Count == 0 ? delay : delays[Math.Min(tries + 1, delays.Count - 1)]);
            }
        }
    }

    /// <summary>Reads the server's state again and again until the connection or the client is over.</summary>
    private async Task WatchAsync(ClientLink link)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        _ = link.Connection.Ended.ContinueWith(_ => Cancel(over), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        using var interval = new PeriodicTimer(_options.KeepAliveInterval, _options.Time);
        try
        {
            while (await interval.WaitForNextTickAsync(over.Token))
            {
                await ReadAsync(link, [new ReadValueId { NodeId = ServerState, AttributeId = AttributeIds.Value }], over.Token);
                _publisher.CheckSilence(link);
            }
        }
        catch (OpcUaException e)
        {
            link.Connection.End(e);
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            // The connection is over; it knows why.
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }
}
