using System.Collections.Frozen;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Iec104;

/// <summary>
/// Reads an IEC 60870-5-104 station: it tells what changes by itself, and all of it when it is interrogated, which is after each start of data transfer, after the
/// station's own start, and now and then. Source: <c>tags</c> 10.4.
/// </summary>
internal sealed partial class Iec104Driver : IDeviceDriver, IIec104ClientObserver
{
    private static readonly TimeSpan[] ConnectDelays = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)];
    private static readonly TimeSpan LongestToInterrogation = TimeSpan.FromMinutes(1);

    private readonly PollerDevice _device;
    private readonly Iec104Device _iec104;
    private readonly PollerParts _parts;
    private readonly DeviceReadings _readings;
    private readonly int[] _tags;
    private readonly int[] _stations;
    private readonly int[] _meters;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Backoff _uninterrogated = new();
    private readonly Dictionary<int, Iec104Exception> _refusals = [];
    private Task? _connecting;
    private Task _listening = Task.CompletedTask;
    private volatile Iec104Client? _client;
    private volatile Iec104Exception? _why;
    private volatile int _connection;
    private volatile bool _isInitialized;
    private int _interrogated = -1;
    private TimeSpan _interrogatedAt;
    private Iec104Client? _asked;

    internal Iec104Driver(PollerDevice device, PollerParts parts, DeviceReadings readings)
    {
        (_device, _iec104, _parts, _readings) = (device, device.Iec104!, parts, readings);
        _tags = [.. Enumerable.Range(0, device.Tags.Length).Where(i => device.Tags[i].Problem is null)];
        _stations = [.. _tags.Select(i => device.Tags[i].Iec104!.CommonAddress).Distinct()];
        _meters = [.. _tags.Where(i => Iec104Values.Plain(device.Tags[i].Iec104!.Type) == TypeId.M_IT_NA_1).Select(i => device.Tags[i].Iec104!.CommonAddress).Distinct()];
        _tagsOf = _tags.GroupBy(i => (device.Tags[i].Iec104!.CommonAddress, device.Tags[i].Iec104!.Address)).ToFrozenDictionary(static group => group.Key, static group => group.ToArray());
        (_told, _heldSince, _turn) = (new ToldPoint?[device.Tags.Length], new long?[device.Tags.Length], new long[device.Tags.Length]);
    }

    /// <inheritdoc/>
    public bool ReturnsByItself => true;

    /// <summary>The client, while it is connected; null: it is not.</summary>
    internal Iec104Client? Client => _client is { State: Iec104ClientState.Connected } client ? client : null;

    /// <inheritdoc/>
    public async Task<ScanOutcome> ScanAsync(TimeSpan elapsed, CancellationToken cancellation)
    {
        if (_connecting is null)
        {
            _listening = Task.Run(ListenAsync, CancellationToken.None);
            _connecting = Task.Run(ConnectAsync, CancellationToken.None);
        }

        await _tried.Task.WaitAsync(cancellation);
        if (Client is { } client)
            await InterrogateAsync(client, elapsed, cancellation);
        _asked = Client;
        return _asked is null ? ScanOutcome.Silent : ScanOutcome.Answered;
    }

    /// <inheritdoc/>
    public void Settle()
    {
        var now = Now();
        if (_asked is null)
        {
            var lost = Iec104Errors.Lost(_why);
            foreach (var i in _tags)
                Fail(i, lost, now);
            return;
        }

        foreach (var i in _tags)
        {
            if (IsHeld(i))
                continue;
            var place = _device.Tags[i].Iec104!;
            if (_told[i] is { } told && told.Connection == _connection)
                _readings.Set(i, ReadingOf(told, now, isOld: true));
            else if (_refusals.TryGetValue(place.CommonAddress, out var refusal))
                Fail(i, Iec104Errors.Of(refusal), now);
            else if (_interrogated == _connection)
                Fail(i, Iec104Errors.NoData(place.CommonAddress, place.Address), now);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(int tag, TagValue value, CancellationToken cancellation)
    {
        try
        {
            var client = Client ?? throw _why ?? new Iec104Exception(Iec104Fault.NotConnected, $"There is no connection to {_device.Endpoint}");
            var place = _device.Tags[tag].Iec104!;
            if (Iec104Values.Write(_device.Tags[tag], value, _readings[tag].Value, out var command) is { } problem)
                return problem;
            _parts.Metrics.Poll();
            _readings.Publish(() => _heldSince[tag] = _parts.Time.GetTimestamp());
            await Iec104Master.CommandAsync(client, _iec104, place.CommonAddress, command, place.Selection, _parts.Time, cancellation);
            _readings.Publish(() => _heldSince[tag] = _heldSince[tag] is null ? null : _parts.Time.GetTimestamp());
            return null;
        }
        catch (Iec104Exception e)
        {
            _readings.Publish(() => _heldSince[tag] = null);
            return Iec104Errors.Of(e).Verbose;
        }
    }

    /// <inheritdoc/>
    public void StateChanged(Iec104ClientState state, Iec104Exception? why)
    {
        if (why is not null)
            _why = why;
        if (state == Iec104ClientState.Reconnecting)
            Interlocked.Increment(ref _connection);
    }

    /// <inheritdoc/>
    public void ReconnectFailed(Iec104Exception why, TimeSpan delay) => _why = why;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_connecting is not null)
            await _connecting;
        if (_client is not null)
            await _client.DisposeAsync();
        await _listening;
        _stop.Dispose();
    }

    /// <summary>Connects; from then on the client keeps its connection by itself.</summary>
    private async Task ConnectAsync()
    {
        try
        {
            _client = Iec104Master.Make(_iec104, _device.Timeout, _parts.Time, Receive, this);
            for (var tries = 0; !await TryConnectAsync(_client); tries++)
                await Task.Delay(ConnectDelays[Math.Min(tries, ConnectDelays.Length - 1)], _parts.Time, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
        finally
        {
            _tried.TrySetResult();
        }
    }

    private async Task<bool> TryConnectAsync(Iec104Client client)
    {
        try
        {
            _parts.Metrics.Poll();
            await client.ConnectAsync(_stop.Token);
            return true;
        }
        catch (Iec104Exception e)
        {
            _why = e;
            return false;
        }
#pragma warning disable CA1031 // Whatever keeps it from connecting, it is tried again.
        catch (Exception e) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _why = new Iec104Exception(Iec104Fault.NotConnected, e.Message, inner: e);
            return false;
        }
        finally
        {
            _tried.TrySetResult();
        }
    }

    /// <summary>Asks for all points when that is due, and hands on what came.</summary>
    private async Task InterrogateAsync(Iec104Client client, TimeSpan elapsed, CancellationToken cancellation)
    {
        var connection = _connection;
        var isDue = (_uninterrogated.IsOpen && _uninterrogated.IsDue(elapsed)) || (_iec104.InterrogationInterval > TimeSpan.Zero && elapsed - _interrogatedAt >= _iec104.InterrogationInterval);
        if (connection == _interrogated && !_isInitialized && !isDue)
            return;
        _isInitialized = false;
        _refusals.Clear();
        try
        {
            foreach (var station in _stations)
                await AskAsync(client, station, cancellation);
            foreach (var station in _meters.Where(station => !_refusals.ContainsKey(station)))
                await AskForCountersAsync(client, station, cancellation);
            (_interrogated, _interrogatedAt) = (connection, elapsed);
            if (_refusals.Count == 0)
                _uninterrogated.Reset();
            else
                _uninterrogated.Fail(elapsed, _device.ScanTime, LongestToInterrogation);
        }
        catch (Iec104Exception e)
        {
            // The connection is lost; the next one is interrogated.
            _why = e;
        }

        Drain();
    }

    private async Task AskAsync(Iec104Client client, int station, CancellationToken cancellation)
    {
        try
        {
            _parts.Metrics.Poll();
            await client.InterrogateAsync(station, cancellation: cancellation);
        }
        catch (Iec104Exception e) when (e.Fault is Iec104Fault.Refused or Iec104Fault.TimedOut)
        {
            _refusals[station] = e;
        }
    }

    private async Task AskForCountersAsync(Iec104Client client, int station, CancellationToken cancellation)
    {
        try
        {
            _parts.Metrics.Poll();
            await client.InterrogateCountersAsync(station, cancellation: cancellation);
        }
        catch (Iec104Exception e) when (e.Fault is Iec104Fault.Refused or Iec104Fault.TimedOut)
        {
            // A station that does not have it tells its counters with the others, or by itself.
        }
    }
}
