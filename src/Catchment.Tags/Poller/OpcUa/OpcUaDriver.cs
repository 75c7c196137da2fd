using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.OpcUa;

/// <summary>
/// Reads an OPC UA server: a subscription tells what changes, and what it has not told yet, or cannot, each scan reads. Source: <c>tags</c> 10.4.
/// </summary>
internal sealed partial class OpcUaDriver : IDeviceDriver, IOpcUaClientObserver
{
    private readonly PollerDevice _device;
    private readonly OpcUaDevice _opcUa;
    private readonly PollerParts _parts;
    private readonly DeviceReadings _readings;
    private readonly int[] _tags;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _connecting;
    private volatile OpcUaConnection? _connection;
    private volatile OpcUaException? _why;
    private OpcUaException? _trouble;
    private bool _isLost;

    // Of each tag, set by who publishes: what the server told last, and whether it was handed on.
    private readonly DataValue[] _newest;
    private readonly bool[] _isKnown;
    private readonly bool[] _isNew;

    internal OpcUaDriver(PollerDevice device, PollerParts parts, DeviceReadings readings)
    {
        (_device, _opcUa, _parts, _readings) = (device, device.OpcUa!, parts, readings);
        var count = device.Tags.Length;
        _tags = [.. Enumerable.Range(0, count).Where(i => device.Tags[i].Problem is null)];
        (_newest, _isKnown, _isNew) = (new DataValue[count], new bool[count], new bool[count]);
        (_nodes, _items, _types) = (new NodeId[count], new OpcUaMonitoredItem?[count], new BuiltInType?[count]);
        _needsNamespaces = _tags.Any(i => device.Tags[i].OpcUa!.NodeId.NamespaceUri is not null);
    }

    /// <inheritdoc/>
    public bool ReturnsByItself => true;

    /// <summary>The client, while it is connected; null: it is not.</summary>
    internal OpcUaClient? Client => _connection?.Client is { State: OpcUaClientState.Connected } client ? client : null;

    /// <inheritdoc/>
    public async Task<ScanOutcome> ScanAsync(TimeSpan elapsed, CancellationToken cancellation)
    {
        _connecting ??= Task.Run(ConnectAsync, CancellationToken.None);
        await _tried.Task.WaitAsync(cancellation);
        (_trouble, _isLost) = (null, false);
        _read.Clear();
        if (Client is { } client)
        {
            try
            {
                await PrepareAsync(client, elapsed, cancellation);
                await ReadAsync(client, cancellation);
            }
            catch (OpcUaException e)
            {
                _trouble = e;
            }
        }

        _isLost = Client is null;
        return _isLost ? ScanOutcome.Silent : ScanOutcome.Answered;
    }

    /// <inheritdoc/>
    public void Settle()
    {
        var now = Now();
        if (_isLost)
        {
            Array.Clear(_isKnown);
            var lost = OpcUaErrors.Of(_opcUa, _trouble ?? _why ?? new OpcUaException(StatusCodes.BadServerNotConnected));
            foreach (var i in _tags)
                _readings.Fail(i, (OpcUaErrors.ConnectionError, lost.Verbose), now, lost);
            return;
        }

        foreach (var (i, value) in _read)
        {
            // What was told meanwhile is newer.
            if (!_isKnown[i] || !IsTold(i))
                (_isNew[i], _newest[i], _isKnown[i]) = (!_isKnown[i] || value != _newest[i], value, true);
        }

        var trouble = _trouble is null ? null : OpcUaErrors.Of(_opcUa, _trouble);
        foreach (var i in _tags)
        {
            if (trouble is not null && (!_isKnown[i] || !IsTold(i)))
                _readings.Fail(i, (OpcUaErrors.PollingError, trouble.Verbose), now, trouble);
            else if (_isKnown[i])
                _readings.Set(i, ReadingOf(i, now, isOld: !_isNew[i]));
            _isNew[i] = false;
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(int tag, TagValue value, CancellationToken cancellation)
    {
        try
        {
            var client = Client ?? throw _why ?? new OpcUaException(StatusCodes.BadServerNotConnected);
            await PrepareAsync(client, elapsed: null, cancellation);
            var node = _nodes[tag];
            var type = _device.Tags[tag].OpcUa!.DataType ?? (_types[tag] ??= await OpcUaConnection.TypeAsync(client, node, cancellation));
            if (OpcUaValues.Write(_device.Tags[tag], value, type, out var written) is { } problem)
                return problem;
            await OpcUaConnection.WriteAsync(client, node, written, cancellation);
            // What the node has now is what counts: a change that is too small for the subscription is not told by it.
            _parts.Metrics.Poll();
            var read = (await client.ReadAsync([node], cancellation))[0];
            _readings.Publish(() =>
            {
                (_newest[tag], _isKnown[tag]) = (read, true);
                _readings.Set(tag, ReadingOf(tag, Now(), isOld: false));
            });
            return null;
        }
        catch (OpcUaException e)
        {
            return OpcUaErrors.Of(_opcUa, e).Verbose;
        }
    }

    /// <inheritdoc/>
    public void StateChanged(OpcUaClientState state, OpcUaException? why)
    {
        if (state == OpcUaClientState.Connected)
            _isReturned = true;
        else if (why is not null)
            _why = why;
    }

    /// <inheritdoc/>
    public void ReconnectFailed(OpcUaException why, TimeSpan delay) => _why = why;

    /// <inheritdoc/>
    public void MessagesLost(OpcUaSubscription subscription, long count) => _parts.Metrics.Numbers.Discarded.Add(PollerMetrics.MessageLost, count);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_connecting is not null)
            await _connecting;
        if (_connection is not null)
            await _connection.DisposeAsync();
        await _listening;
        _stop.Dispose();
        _turn.Dispose();
    }

    /// <summary>Connects; from then on the client keeps its connection by itself.</summary>
    private async Task ConnectAsync()
    {
        var delays = _opcUa.ReconnectDelays();
        try
        {
            for (var tries = 0; ; tries++)
            {
                if (await TryConnectAsync())
                    return;
                await Task.Delay(delays[Math.Min(tries, delays.Count - 1)], _parts.Time, _stop.Token);
            }
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

    private async Task<bool> TryConnectAsync()
    {
        OpcUaConnection? connection = null;
        try
        {
            connection = OpcUaConnection.Make(_opcUa, $"Catchment poller {_device.Name}", _parts, this);
            _parts.Metrics.Poll();
            await connection.Client.ConnectAsync(_stop.Token);
            _connection = connection;
            return true;
        }
        catch (OpcUaException e)
        {
            _why = e;
            return false;
        }
#pragma warning disable CA1031 // Whatever keeps it from connecting, it is tried again.
        catch (Exception e) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _why = new OpcUaException(StatusCodes.BadUnexpectedError, e.Message, e);
            return false;
        }
        finally
        {
            if (_connection is null && connection is not null)
                await connection.DisposeAsync();
            _tried.TrySetResult();
        }
    }

    private TagReading ReadingOf(int tag, long now, bool isOld)
    {
        ref readonly var newest = ref _newest[tag];
        var status = newest.Value.IsNull && newest.Status.IsGood ? StatusCodes.BadNoData : newest.Status;
        if (status.IsBad)
            return Failed(tag, OpcUaErrors.OfValue(status), now);
        if (OpcUaValues.Read(_device.Tags[tag], newest.Value, out var value) is { } problem)
            return Failed(tag, OpcUaErrors.OfValue(StatusCodes.BadTypeMismatch, problem), now);
        var source = (newest.SourceTimestamp ?? newest.ServerTimestamp) is { } time ? (time - DateTime.UnixEpoch).TotalSeconds : (double?)null;
        if (status.IsGood)
            return new TagReading(value, PollStatus.Ok, null, now, now) { SourceTime = source, IsOld = isOld };
        var details = OpcUaErrors.OfValue(status);
        return new TagReading(value, OpcUaErrors.ReadFailed, details.Verbose, now, _readings.LastSuccess(tag)) { SourceTime = source, IsOld = isOld, Quality = TagQuality.Uncertain, Details = details };
    }

    private TagReading Failed(int tag, OpcUaErrorDetails details, long now) =>
        new(TagValue.Null, OpcUaErrors.ReadFailed, details.Verbose, now, _readings.LastSuccess(tag)) { Quality = TagQuality.Bad, Details = details };

    private long Now() => _parts.Time.GetUtcNow().ToUnixTimeSeconds();
}
