using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Reading;

/// <content>One scan: each block is asked, and what the device refuses as a whole is asked in halves.</content>
internal sealed partial class DevicePoller
{
    // A device that does not answer two requests one behind the other is away; one may be silent about an address alone.
    private const int SilentRequests = 2;

    // What is read in halves is tried as a whole again after so many scans, then twice as many each time, up to the limit.
    private const int ScansToWhole = 8;
    private static readonly TimeSpan LongestToWhole = TimeSpan.FromMinutes(10);

    private readonly List<ReadBlock> _scan = [];
    private readonly List<ReadBlock> _unanswered = [];
    private ModbusException? _silence;
    private int _silent;
    private bool _hasAnswered;

    private async Task ScanAsync()
    {
        var began = _parts.Time.GetTimestamp();
        var (now, elapsed) = (Now(), Elapsed());
        Array.Clear(_isRead);
        _unanswered.Clear();
        (_silence, _silent, _hasAnswered) = (null, 0, false);
        _scan.Clear();
        foreach (var block in _blocks)
            AddTo(_scan, block, elapsed);
        // A device whose first blocks are the silent ones is asked for another block first the next time.
        for (var i = 0; i < _scan.Count; i++)
            await ReadAsync(_scan[(i + _first) % _scan.Count], now, elapsed);
        if (_hasAnswered)
            _unanswered.ForEach(block => block.Backoff.Fail(elapsed, Device.ScanTime, Device.AutoRecoverTime));
        Judge(elapsed);
        Publish(began);
        _parts.Metrics.Numbers.Latency(_parts.Time.GetElapsedTime(began));
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
            Fail(block, PollStatus.Of(Device, _silence), now);
        else if (block.Halves is not null && !block.Whole.IsDue(elapsed))
            await ReadHalvesAsync(block, now, elapsed);
        else if (block.Backoff.IsDue(elapsed) && !await TryReadAsync(block, now))
        {
            block.Split(Device.Tags);
            block.Whole.Fail(elapsed, Device.ScanTime * ScansToWhole, LongestToWhole);
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

        Fail(block, PollStatus.Of(Device, trouble), now);
        if (!isAnswer)
            _unanswered.Add(block);
        return true;
    }

    private void Judge(TimeSpan elapsed)
    {
        if (_hasAnswered)
        {
            _backoff.Reset();
            _isUp = true;
            if (_away.End() is { } episode)
                LogBack(_parts.Logger, Device.Name, episode.Lasted, episode.Count);
        }
        else if (_unanswered.Count > 0)
        {
            _backoff.Fail(elapsed, Device.ScanTime, Device.AutoRecoverTime);
            _isUp = false;
            _first = (_first + SilentRequests) % _scan.Count;
            if (_away.Occurs())
                LogAway(_parts.Logger, Device.Name, Array.Find(_next, reading => reading.Error is not null).Error ?? "");
        }
    }

    private Task AskAsync(ReadBlock block)
    {
        return _line!.AskAsync(Device, AskOnceAsync, _stop.Token);

        ValueTask AskOnceAsync(ModbusClient client, CancellationToken cancellation)
        {
            _parts.Metrics.Poll();
            return block.Table is ModbusTable.Coils or ModbusTable.DiscreteInputs
                ? client.ReadBitsAsync(Device.Unit, block.Table, block.Address, _bits.AsMemory(0, block.Length), cancellation)
                : client.ReadRegistersAsync(Device.Unit, block.Table, block.Address, _registers.AsMemory(0, block.Length * 2), cancellation);
        }
    }

    private void Take(ReadBlock block, long now)
    {
        foreach (var i in block.Tags)
        {
            var tag = Device.Tags[i];
            var at = tag.Address - block.Address;
            var problem = tag.IsBit
                ? TagConversion.Read(tag, _bits[at], out var value)
                : TagConversion.Read(tag, _registers.AsSpan(at * 2, tag.Length * 2), out value);
            if (problem is null)
                Set(i, new TagReading(value, PollStatus.Ok, null, now, now));
            else
                Fail(i, PollStatus.Unconverted(Device, problem), now);
        }
    }

    private void Fail(ReadBlock block, (string Status, string Error) why, long now)
    {
        foreach (var i in block.Tags)
            Fail(i, why, now);
    }

    private void Fail(int tag, (string Status, string Error) why, long now)
    {
        _parts.Metrics.Numbers.Errors.Add(why.Status);
        Set(tag, new TagReading(TagValue.Null, why.Status, why.Error, now, _next[tag].LastSuccess));
    }

    private void Set(int tag, in TagReading reading)
    {
        _next[tag] = reading;
        _isRead[tag] = true;
    }
}
