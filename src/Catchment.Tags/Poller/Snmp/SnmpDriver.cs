using Catchment.Protocols.Snmp;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Snmp;

/// <summary>Reads an SNMP agent: each variable once a scan, many in a request. Source: <c>tags</c> 10.4.</summary>
internal sealed class SnmpDriver : IDeviceDriver
{
    // What an agent refuses, and not only says to be not there, costs a request: it is asked for after a scan, then twice as many each time, up to the limit.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly PollerDevice _device;
    private readonly PollerParts _parts;
    private readonly DeviceReadings _readings;
    private readonly SnmpClient _client;
    private readonly Variable[] _variables;
    private readonly int[] _variableOf;
    private readonly List<Variable> _due = [];
    private long _counted;

    internal SnmpDriver(PollerDevice device, PollerParts parts, DeviceReadings readings)
    {
        (_device, _parts, _readings) = (device, parts, readings);
        _client = new SnmpClient(device.Snmp!.Options(parts.Time));
        _variables = [.. Enumerable.Range(0, device.Tags.Length).Where(i => device.Tags[i].Problem is null).GroupBy(i => device.Tags[i].Snmp!.Oid).Select(static group => new Variable(group.Key, [.. group]))];
        _variableOf = new int[device.Tags.Length];
        for (var i = 0; i < _variables.Length; i++)
        {
            foreach (var tag in _variables[i].Tags)
                _variableOf[tag] = i;
        }
    }

    /// <inheritdoc/>
    public async Task<ScanOutcome> ScanAsync(TimeSpan elapsed, CancellationToken cancellation)
    {
        var now = Now();
        _due.Clear();
        foreach (var variable in _variables)
        {
            if (variable.Backoff.IsDue(elapsed))
                _due.Add(variable);
            else
                Fail(variable, variable.Why, now);
        }

        if (_due.Count == 0)
            return ScanOutcome.NotAsked;
        var read = await _client.ReadAsync([.. _due.Select(static variable => variable.Oid)], cancellation);
        Count();
        var isAnswered = false;
        for (var i = 0; i < _due.Count; i++)
        {
            Take(_due[i], read[i], now, elapsed);
            isAnswered |= read[i].Error is null or { Fault: SnmpFault.Refused };
        }

        return isAnswered ? ScanOutcome.Answered : ScanOutcome.Silent;
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(int tag, TagValue value, CancellationToken cancellation)
    {
        var variable = _variables[_variableOf[tag]];
        try
        {
            var type = _device.Tags[tag].Snmp!.Type ?? (variable.Type ??= SnmpValues.TypeOf(await GetAsync(variable.Oid, cancellation)));
            if (type is null)
                return $"{variable.Oid} has no value that tells its type; asnType names it";
            if (SnmpValues.Write(_device.Tags[tag], value, type.Value, out var written) is { } problem)
                return problem;
            await _client.SetAsync([new SnmpVariable(variable.Oid, written)], cancellation);
        }
        catch (SnmpException e)
        {
            return SnmpStatus.Of(e).Error;
        }
        finally
        {
            Count();
        }

        await ReadBackAsync(variable, cancellation);
        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the agent has now is what counts, and the next scan may be far.</summary>
    private async Task ReadBackAsync(Variable variable, CancellationToken cancellation)
    {
        try
        {
            var read = await GetAsync(variable.Oid, cancellation);
            _readings.Publish(() => Set(variable, read, Now()));
        }
        catch (SnmpException)
        {
            // It was written; the next scan sees to the rest.
        }
        finally
        {
            Count();
        }
    }

    private void Take(Variable variable, SnmpReading reading, long now, TimeSpan elapsed)
    {
        if (reading.Error is not { } error)
        {
            variable.Backoff.Reset();
            Set(variable, reading.Value, now);
            return;
        }

        variable.Why = SnmpStatus.Of(error);
        if (error.Fault is not (SnmpFault.Timeout or SnmpFault.Unreachable or SnmpFault.Security))
            variable.Backoff.Fail(elapsed, _device.ScanTime, LongestPause);
        Fail(variable, variable.Why, now);
    }

    private void Set(Variable variable, in SnmpValue read, long now)
    {
        if (read.IsException)
        {
            Fail(variable, SnmpStatus.Absent(read.Type), now);
            return;
        }

        variable.Type = SnmpValues.TypeOf(read);
        foreach (var tag in variable.Tags)
        {
            if (SnmpValues.Read(_device.Tags[tag], read, out var value) is { } problem)
                _readings.Fail(tag, SnmpStatus.Unconverted(problem), now);
            else
                _readings.Set(tag, value, now);
        }
    }

    private void Fail(Variable variable, (string Status, string Error) why, long now)
    {
        foreach (var tag in variable.Tags)
            _readings.Fail(tag, why, now);
    }

    private Task<SnmpValue> GetAsync(Oid oid, CancellationToken cancellation) => _client.GetAsync(oid, cancellation);

    /// <summary>Counts what was sent since it was counted last.</summary>
    private void Count()
    {
        var sent = _client.Sent;
        _parts.Metrics.Poll(sent - Interlocked.Exchange(ref _counted, sent));
    }

    private long Now() => _parts.Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A variable of the agent, and the tags that it is.</summary>
    private sealed class Variable(Oid oid, int[] tags)
    {
        private volatile object? _type;

        internal Oid Oid { get; } = oid;

        internal int[] Tags { get; } = tags;

        internal Backoff Backoff { get; } = new();

        /// <summary>Why it was not had the last time that it was asked for.</summary>
        internal (string Status, string Error) Why { get; set; }

        /// <summary>What it was when it was read last; null: nobody knows.</summary>
        internal SnmpAsnType? Type
        {
            get => (SnmpAsnType?)_type;
            set => _type = value;
        }
    }
}
