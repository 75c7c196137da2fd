using Catchment.Protocols.Iec104.Links;

namespace Catchment.Protocols.Iec104.Client;

/// <summary>
/// A controlling station of one controlled station: a connection with data transfer started, which it keeps and gets back when it is lost.
/// Safe for many callers at once; their requests do not wait for each other. While there is no connection, calls fail at once.
/// </summary>
public sealed partial class Iec104Client : IAsyncDisposable
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(100);

    private readonly Iec104ClientOptions _options;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly ITimer _look;
    private volatile MasterConnection? _connection;
    private volatile MasterConnection? _looked;
    private Task _running = Task.CompletedTask;
    private bool _isStarted;
    private bool _isDisposed;

    /// <summary>A client that is not connected yet.</summary>
    /// <param name="options">Which station, and how.</param>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Argument"/>: an option cannot be.</exception>
    public Iec104Client(Iec104ClientOptions options)
    {
        options.Check();
        _options = options;
        _look = options.Time.CreateTimer(_ => _looked?.Look(), state: null, LookPeriod, LookPeriod);
    }

    /// <summary>How it stands with the station.</summary>
    public Iec104ClientState State { get; private set; }

    /// <summary>Connects and starts data transfer. When it has succeeded, the connection is got back when it is lost, until the client is disposed.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Iec104Exception">It failed; it may be tried again.</exception>
    /// <exception cref="InvalidOperationException">The client is connected, or disposed.</exception>
    public async Task ConnectAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_isStarted || _isDisposed)
                throw new InvalidOperationException("The client is connected already, or disposed.");
            _isStarted = true;
        }

        MasterConnection? connection = null;
        Iec104Exception? why = null;
        Change(Iec104ClientState.Connecting, why: null);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
            connection = await EstablishAsync(either.Token);
        }
        catch (Iec104Exception e)
        {
            why = e;
            throw;
        }
        finally
        {
            if (connection is null)
            {
                Change(Iec104ClientState.Disconnected, why);
                lock (_gate)
                    _isStarted = false;
            }
        }

        lock (_gate)
        {
            Use(connection);
            _running = Task.Run(() => KeepAsync(connection), CancellationToken.None);
        }
    }

    /// <summary>Closes the connection.</summary>
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
        if (_connection is { } connection)
        {
            _connection = null;
            connection.Close(Iec104CloseReason.Stopped, "The client was closed.");
            await connection.Ended;
        }

        await _look.DisposeAsync();
        Change(Iec104ClientState.Closed, why: null);
        _closing.Dispose();
    }

    private MasterConnection Connection() =>
        _connection ?? throw new Iec104Exception(Iec104Fault.NotConnected, $"There is no connection to {_options.Host}:{_options.Port}.");

    private void Use(MasterConnection connection)
    {
        _connection = connection;
        Change(Iec104ClientState.Connected, why: null);
    }

    private void Change(Iec104ClientState state, Iec104Exception? why)
    {
        lock (_gate)
        {
            if (State == state)
                return;
            State = state;
            _options.Observer?.StateChanged(state, why);
        }
    }

    private async Task KeepAsync(MasterConnection connection)
    {
        try
        {
            while (true)
            {
                await connection.Ended.WaitAsync(_closing.Token);
                _connection = null;
                Change(Iec104ClientState.Reconnecting, connection.Over());
                connection = await ReconnectAsync();
                Use(connection);
            }
        }
        catch (OperationCanceledException)
        {
            // The client is disposed.
        }
    }

    private async Task<MasterConnection> ReconnectAsync()
    {
        var delays = _options.ReconnectDelays;
        for (var tries = 0; ; tries++)
        {
            await Task.Delay(delays[Math.Min(tries, delays.Count - 1)], _options.Time, _closing.Token);
            try
            {
                return await EstablishAsync(_closing.Token);
            }
            catch (Iec104Exception e)
            {
                _options.Observer?.ReconnectFailed(e, delays[Math.Min(tries + 1, delays.Count - 1)]);
            }
        }
    }

    private async Task<MasterConnection> EstablishAsync(CancellationToken cancellation)
    {
        var connection = await MasterConnection.OpenAsync(_options, cancellation);
        _looked = connection;
        _ = Task.Run(connection.RunAsync, CancellationToken.None);
        try
        {
            await connection.AskAsync(ControlFunction.StartActivation, LinkEvent.Started, cancellation);
            return connection;
        }
        catch
        {
            connection.Close(Iec104CloseReason.Stopped, "Data transfer was not started.");
            await connection.Ended;
            throw;
        }
    }
}
