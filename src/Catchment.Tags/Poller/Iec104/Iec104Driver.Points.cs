using System.Collections.Frozen;
using System.Threading.Channels;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Iec104;

/// <content>What the station tells: handed on in its order, many points at once.</content>
internal sealed partial class Iec104Driver
{
    private const int MostWaiting = 8_192;

    private readonly FrozenDictionary<(int CommonAddress, int Address), int[]> _tagsOf;
    private readonly Channel<ToldPoint> _waiting = Channel.CreateBounded<ToldPoint>(MostWaiting);

    // Of each tag, set by who publishes: what was told last; since when what is told may be older than a command; the turn in which it was handed on last.
    private readonly ToldPoint?[] _told;
    private readonly long?[] _heldSince;
    private readonly long[] _turn;
    private long _turns;

    /// <summary>Takes an object, on the thread that receives: where more wait than may, it hands them on itself, and the station waits.</summary>
    internal void Receive(in Iec104Indication told)
    {
        if (told.IsTest)
            return;
        if (told.Type == TypeId.M_EI_NA_1)
        {
            // The station has started: nothing that it told before is so any more.
            _isInitialized |= _stations.Contains(told.CommonAddress);
            return;
        }

        if (!_tagsOf.TryGetValue((told.CommonAddress, told.Information.Address), out var tags))
            return;
        var time = Iec104Values.TimeOf(told.Type, told.Information, _parts.Time.GetUtcNow(), _iec104.TimeZone);
        foreach (var tag in tags)
        {
            while (!_waiting.Writer.TryWrite(new ToldPoint(tag, _connection, told.Type, told.Information, time)))
                Drain();
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_stop.Token))
                Drain();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Hands on all that waits: of a tag that has several values in it, one after another.</summary>
    private void Drain()
    {
        while (_waiting.Reader.TryPeek(out _))
            _readings.Publish(TakeTurn);
    }

    private void TakeTurn()
    {
        var now = Now();
        _turns++;
        while (_waiting.Reader.TryPeek(out var next) && _turn[next.Tag] != _turns && _waiting.Reader.TryRead(out var told))
        {
            _turn[told.Tag] = _turns;
            var isOld = _told[told.Tag] is { } before && told.Repeats(before);
            if (isOld && IsHeld(told.Tag))
                continue;
            if (!isOld)
                (_told[told.Tag], _heldSince[told.Tag]) = (told, null);
            _readings.Set(told.Tag, ReadingOf(_told[told.Tag]!.Value, now, isOld));
        }
    }

    /// <summary>Whether what is known of a tag is older than a command: the station has a moment to tell what became of it.</summary>
    private bool IsHeld(int tag) => _heldSince[tag] is { } since && _parts.Time.GetElapsedTime(since) < _device.Timeout;

    private TagReading ReadingOf(in ToldPoint told, long now, bool isOld)
    {
        var tag = _device.Tags[told.Tag];
        var place = tag.Iec104!;
        if (Iec104Values.Plain(told.Type) != Iec104Values.Plain(place.Type))
            return Failed(told.Tag, Iec104Errors.WrongType(told.Type, place.Type, place.Address), TagValue.Null, now);
        var flags = Iec104Values.Flags(told.Type, told.Information);
        var problem = Iec104Values.Read(tag, told.Type, told.Information, out var value);
        if (flags == QualityDescriptor.None)
            return problem is not null ? Failed(told.Tag, Iec104Errors.Unconverted(problem), value, now) : new TagReading(value, PollStatus.Good, null, now, now) { SourceTime = told.SourceTime, IsOld = isOld };
        var isBad = problem is not null || flags.HasFlag(QualityDescriptor.Invalid);
        return Failed(told.Tag, Iec104Errors.OfQuality(flags), value, now) with { SourceTime = told.SourceTime, IsOld = isOld, Quality = isBad ? TagQuality.Bad : TagQuality.Uncertain };
    }

    private TagReading Failed(int tag, Iec104ErrorDetails details, in TagValue value, long now) =>
        new(value, PollStatus.Error, details.Verbose, now, _readings.LastSuccess(tag)) { Quality = TagQuality.Bad, Details = details };

    private void Fail(int tag, Iec104ErrorDetails details, long now) => _readings.Fail(tag, (PollStatus.Error, details.Verbose), now, details);

    private long Now() => _parts.Time.GetUtcNow().ToUnixTimeSeconds();
}
