using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>Reads a Modbus device block by block; what it refuses as a whole is asked in halves. Source: <c>tags</c> 10.3.</summary>
internal sealed class ModbusDriver : IDeviceDriver
{
    // A device that does not answer two requests one behind the other is away; one may be silent about an address alone.
    private const int SilentRequests = 2;

    // What is read in halves is tried as a whole again after so many scans, then twice as many each time, up to the limit.
    private const int ScansToWhole = 8;
    private static readonly TimeSpan LongestToWhole = TimeSpan.FromMinutes(10);

    private readonly PollerDevice _device;
    private readonly ModbusDevice _modbus;
    private readonly PollerParts _parts;
    private readonly DeviceLines _lines;
    private readonly DeviceLine _line;
    private readonly DeviceReadings _readings;
    private readonly List<ReadBlock> _blocks;
    private readonly byte[] _registers = new byte[ModbusLimits.ReadRegisters * 2];
    private readonly bool[] _bits = new bool[ModbusLimits.ReadBits];
    private readonly List<ReadBlock> _scan = [];
    private readonly List<ReadBlock> _unanswered = [];
    private CancellationToken _stop;
    private ModbusException? _silence;
    private int _silent;
    private bool _hasAnswered;
    private int _first;

    internal ModbusDriver(PollerDevice device, PollerParts parts, DeviceLines lines, DeviceReadings readings)
    {
        (_device, _modbus, _parts, _lines, _readings) = (device, device.Modbus!, parts, lines, readings);
        _blocks = ReadBlock.Plan(device.Tags, _modbus.AnalogBlockSize, _modbus.DigitalBlockSize);
        _line = lines.Join(device);
    }

    /// <inheritdoc/>
    public async Task<ScanOutcome> ScanAsync(TimeSpan elapsed, CancellationToken cancellation)
    {
        _stop = cancellation;
        var now = _parts.Time.GetUtcNow().ToUnixTimeSeconds();
        _unanswered.Clear();
        (_silence, _silent, _hasAnswered) = (null, 0, false);
        _scan.Clear();
        foreach (var block in _blocks)
            AddTo(_scan, block, elapsed);
        // A device whose first blocks are the silent ones is asked for another block first the next time.
        for (var i = 0; i < _scan.Count; i++)
            await ReadAsync(_scan[(i + _first) % _scan.Count], now, elapsed);
        if (_hasAnswered)
        {
            _unanswered.ForEach(block => block.Backoff.Fail(elapsed, _device.ScanTime, _device.AutoRecoverTime));
            return ScanOutcome.Answered;
        }

        if (_unanswered.Count == 0)
            return ScanOutcome.NotAsked;
        _first = (_first + SilentRequests) % _scan.Count;
        return ScanOutcome.Silent;
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(int tag, TagValue value, CancellationToken cancellation)
    {
        try
        {
            if (TagPlan.Of(_device.Tags[tag], value, out var error) is not { } plan)
                return error;
            await _line.AskAsync(_device, (client, end) => plan.SendAsync(client, _modbus, end), cancellation);
            return null;
        }
        catch (ModbusException e)
        {
            return ModbusStatus.Of(_device, e).Error;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _lines.Leave(_device);
        return ValueTask.CompletedTask;
    }

    /// <summary>What is to be asked of a block: its halves, unless it is whole, or may be so again.</summary>
    private static void AddTo(List<ReadBlock> scan, ReadBlock block, TimeSpan elapsed)
    {
        if (block.Halves is var (first, second) && !block.Whole.IsDue(elapsed))
        {
            AddTo(scan, first, elapsed);
            AddTo(scan, second, elapsed);
        }
        else
            scan.Add(block);
    }

    private async Task ReadAsync(ReadBlock block, long now, TimeSpan elapsed)
    {
        if (_silence is not null)
            Fail(block, ModbusStatus.Of(_device, _silence), now);
        else if (block.Halves is not null && !block.Whole.IsDue(elapsed))
            await ReadHalvesAsync(block, now, elapsed);
        else if (block.Backoff.IsDue(elapsed) && !await TryReadAsync(block, now))
        {
            block.Split(_device.Tags);
            block.Whole.Fail(elapsed, _device.ScanTime * ScansToWhole, LongestToWhole);
            await ReadHalvesAsync(block, now, elapsed);
        }
    }

    private async Task ReadHalvesAsync(ReadBlock block, long now, TimeSpan elapsed)
    {
        var (first, second) = block.Halves!.Value;
        await ReadAsync(first, now, elapsed);
        await ReadAsync(second, now, elapsed);
    }

    /// <summary>Asks for a block as a whole.</summary>
    /// <returns>False: its halves may be better off.</returns>
    private async Task<bool> TryReadAsync(ReadBlock block, long now)
    {
        ModbusException trouble;
        try
        {
            await AskAsync(block);
            Take(block, now);
            block.Backoff.Reset();
            block.Join();
            (_silent, _hasAnswered) = (0, true);
            return true;
        }
        catch (ModbusException e)
        {
            trouble = e;
        }

        // A gateway that finds nobody behind it answers for itself alone: its unit is as silent as a device that is away.
        var isAnswer = trouble is { Fault: ModbusFault.Refused, Code: not (ModbusExceptionCode.GatewayPathUnavailable or ModbusExceptionCode.GatewayTargetFailedToRespond) };
        if (isAnswer)
        {
            (_silent, _hasAnswered) = (0, true);
            block.Backoff.Reset();
            if (block.Halves is not null || (block.Tags.Length > 1 && trouble.Code is ModbusExceptionCode.IllegalDataAddress or ModbusExceptionCode.IllegalDataValue))
                return false;
        }
        else if (trouble.Fault == ModbusFault.Connect || ++_silent == SilentRequests)
        {
            _silence = trouble;
        }
        else if (block.Halves is not null)
        {
            return false;
        }

        Fail(block, ModbusStatus.Of(_device, trouble), now);
        if (!isAnswer)
            _unanswered.Add(block);
        return true;
    }

    private Task AskAsync(ReadBlock block)
    {
        return _line.AskAsync(_device, AskOnceAsync, _stop);

        ValueTask AskOnceAsync(ModbusClient client, CancellationToken cancellation)
        {
            _parts.Metrics.Poll();
            return block.Table is ModbusTable.Coils or ModbusTable.DiscreteInputs
                ? client.ReadBitsAsync(_modbus.Unit, block.Table, block.Address, _bits.AsMemory(0, block.Length), cancellation)
                : client.ReadRegistersAsync(_modbus.Unit, block.Table, block.Address, _registers.AsMemory(0, block.Length * 2), cancellation);
        }
    }

    private void Take(ReadBlock block, long now)
    {
        foreach (var i in block.Tags)
        {
            var tag = _device.Tags[i];
            var place = tag.Modbus!;
            var at = place.Address - block.Address;
            var problem = place.IsBit
                ? TagConversion.Read(tag, _bits[at], out var value)
                : TagConversion.Read(tag, _registers.AsSpan(at * 2, place.Length * 2), out value);
            if (problem is null)
                _readings.Set(i, value, now);
            else
                _readings.Fail(i, ModbusStatus.Unconverted(_device, problem), now);
        }
    }

    private void Fail(ReadBlock block, (string Status, string Error) why, long now)
    {
        foreach (var i in block.Tags)
            _readings.Fail(i, why, now);
    }
}
