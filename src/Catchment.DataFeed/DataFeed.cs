using System.Buffers;
using System.Globalization;
using Catchment.Protocols.MessagePack;
using Catchment.Protocols.Pickle;
using Catchment.Protocols.ZeroMq;

namespace Catchment.DataFeed;

/// <summary>
/// Asks a data pump for recorded events. Any number of callers may ask at once; their requests take turns on one connection.
/// Days and times are the cameras' local time. Nothing that a pump sends is ever run.
/// </summary>
/// <remarks>Source: the camera specification, 6 to 8.</remarks>
#pragma warning disable CA1724, MA0049 // Its users know the class by this name; the namespace is named after it.
public sealed class DataFeed : IAsyncDisposable
#pragma warning restore CA1724, MA0049
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _clock;
    private readonly RequestLine _line;

    /// <summary>Begins to connect; a pump that is not there yet is found when it comes.</summary>
    /// <param name="address">The pump, for example <c>tcp://data1:5556</c>.</param>
    /// <param name="timeout">Longest time for a request, its turn included; null for 15 s.</param>
    /// <param name="clock">Says when today is and when time is over; null for the system's clock.</param>
    /// <exception cref="ArgumentException">The address is none, or the timeout is not positive.</exception>
    public DataFeed(string address, TimeSpan? timeout = null, TimeProvider? clock = null)
    {
        if (!ZmqEndpoint.TryParse(address, out var pump, out var error)) throw new ArgumentException(error, nameof(address));
        var longest = timeout ?? DefaultTimeout;
        if (longest != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(longest, TimeSpan.Zero, nameof(timeout));
        _clock = clock ?? TimeProvider.System;
        _line = new RequestLine(pump, longest, _clock);
    }

    /// <summary>The day that a call without a date means, at this moment.</summary>
    internal DateOnly Today => DateOnly.FromDateTime(_clock.GetLocalNow().DateTime);

    /// <summary>The days that have data, newest first; names that are no date are left out. In Python <c>get_date_list</c>.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DataFeedException">The pump refused, or its reply is none.</exception>
    /// <exception cref="TimeoutException">No reply in time.</exception>
    public async Task<IReadOnlyList<DateOnly>> GetDateListAsync(CancellationToken cancellation = default)
    {
        const string What = "the list of days";
        using var reply = await Ask(cancellation, ("cmd", "dat"));
        var texts = PumpReply.Unpickle(PumpReply.Inflate(PumpReply.Payload(reply, What), What), What, PickleReader.ReadTexts);
        var days = new List<DateOnly>(texts.Count);
        foreach (var text in texts)
        {
            // Whatever else lies in the folder, the original pump lists it, too (6.3).
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) days.Add(day);
        }

        return days;
    }

    /// <summary>The index of a day, newest event first; no rows when there are none. In Python <c>get_date_index</c>.</summary>
    /// <param name="date">The day; null for today at the moment of the call.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DataFeedException">The pump refused, or its reply is none.</exception>
    /// <exception cref="TimeoutException">No reply in time.</exception>
    public async Task<IReadOnlyList<IndexRow>> GetDateIndexAsync(DateOnly? date = null, CancellationToken cancellation = default)
    {
        var day = Text(date ?? Today);
        var what = $"the index of {day}";
        using var reply = await Ask(cancellation, ("cmd", "idx"), ("date", day));
        return PumpReply.Unpickle(
            PumpReply.Payload(reply, what), what, static (pickle, limits) => FrameRows.Index(PickleReader.ReadFrame(pickle, limits)));
    }

    /// <summary>A tracking set of an event, oldest row first. In Python <c>get_tracking_data</c>.</summary>
    /// <param name="date">The event's day.</param>
    /// <param name="evt">The event's id.</param>
    /// <param name="type">The tracking set's type.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TrackingSetEmptyException">There are no rows.</exception>
    /// <exception cref="DataFeedException">The pump refused, or its reply is none.</exception>
    /// <exception cref="TimeoutException">No reply in time.</exception>
    public async Task<IReadOnlyList<TrackingRow>> GetTrackingDataAsync(
        DateOnly date, string evt, string type = "trk", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evt);
        ArgumentNullException.ThrowIfNull(type);
        var what = $"the tracking data '{type}' of the event {evt} of {Text(date)}";
        using var reply = await Ask(cancellation, ("cmd", "evt"), ("date", Text(date)), ("evt", evt), ("trk", type));
        var rows = PumpReply.Unpickle(
            PumpReply.Payload(reply, what), what, static (pickle, limits) => FrameRows.Tracking(PickleReader.ReadFrame(pickle, limits)));
        return rows.Count > 0 ? rows : throw new TrackingSetEmptyException(date, evt, type);
    }

    /// <summary>The times of an event's pictures, oldest first. In Python <c>get_image_list</c>.</summary>
    /// <param name="date">The event's day.</param>
    /// <param name="evt">The event's id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ImageSetEmptyException">There are no pictures.</exception>
    /// <exception cref="DataFeedException">The pump refused, or its reply is none.</exception>
    /// <exception cref="TimeoutException">No reply in time.</exception>
    public async Task<IReadOnlyList<DateTime>> GetImageListAsync(DateOnly date, string evt, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evt);
        var what = $"the list of pictures of the event {evt} of {Text(date)}";
        using var reply = await Ask(cancellation, ("cmd", "img"), ("date", Text(date)), ("evt", evt));
        var times = PumpReply.Unpickle(PumpReply.Inflate(PumpReply.Payload(reply, what), what), what, PickleReader.ReadTimes);
        return times.Count > 0 ? times : throw new ImageSetEmptyException(date, evt);
    }

    /// <summary>
    /// A picture as JPEG. One that is not there comes as a picture of 1 × 1 pixels: the protocol has no other way to say so. In
    /// Python <c>get_image_jpg</c>.
    /// </summary>
    /// <param name="date">The event's day.</param>
    /// <param name="evt">The event's id.</param>
    /// <param name="frameTime">The picture's time, as <see cref="GetImageListAsync"/> gives it; asked for to the microsecond, at a
    /// whole second, too.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DataFeedException">The pump refused, or its reply is none.</exception>
    /// <exception cref="TimeoutException">No reply in time.</exception>
    public async Task<byte[]> GetImageJpgAsync(DateOnly date, string evt, DateTime frameTime, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evt);
        var time = frameTime.ToString("yyyy-MM-dd_HH.mm.ss.ffffff", CultureInfo.InvariantCulture);
        using var reply = await Ask(cancellation, ("cmd", "pic"), ("date", Text(date)), ("evt", evt), ("frametime", time));
        return PumpReply.Payload(reply, $"the picture of {time} of the event {evt}").ToArray();
    }

    /// <summary>Deletes an event. In Python <c>delete_event</c>.</summary>
    /// <param name="date">The event's day.</param>
    /// <param name="evt">The event's id.</param>
    /// <param name="cancellation">Ends the wait; the pump may delete all the same.</param>
    /// <returns>What the pump says.</returns>
    /// <exception cref="DataFeedException">The reply is none that the pump gives.</exception>
    /// <exception cref="TimeoutException">No reply in time; whether the event is deleted is not known.</exception>
    public async Task<DeleteOutcome> DeleteEventAsync(DateOnly date, string evt, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evt);
        using var reply = await Ask(cancellation, ("cmd", "del"), ("date", Text(date)), ("evt", evt));
        return PumpReply.Plain(reply) switch
        {
            "OK" => DeleteOutcome.Ok,
            "Locked" => DeleteOutcome.Locked,
            "Error" => DeleteOutcome.Error,
            "Exception" => DeleteOutcome.Exception,
            var other => throw new DataFeedException($"the pump answered the deletion of the event {evt} with something unknown", other),
        };
    }

    /// <summary>Whether the pump answers as a healthy one does. In Python <c>health_check</c>.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DataFeedException">The connection broke.</exception>
    /// <exception cref="TimeoutException">No reply in time.</exception>
    public async Task<bool> HealthCheckAsync(CancellationToken cancellation = default)
    {
        using var reply = await Ask(cancellation, ("cmd", "HC"));
        return PumpReply.Plain(reply) is "OK";
    }

    /// <summary>Disconnects; calls under way fail with <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private Task<ZmqMessage> Ask(CancellationToken cancellation, params ReadOnlySpan<(string Key, string Value)> items)
    {
        var request = new ArrayBufferWriter<byte>(128);
        new MessagePackWriter(request).WriteMap(items);
        return _line.Ask(request.WrittenMemory, cancellation);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
