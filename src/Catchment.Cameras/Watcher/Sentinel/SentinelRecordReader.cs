using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>Reads a sentinel's records. Whatever comes, it does not throw.</summary>
/// <remarks>Source: the camera specification, 10.6.</remarks>
internal static class SentinelRecordReader
{
    /// <summary>The longest job id.</summary>
    internal const int MaxJobLength = 64;

    private const int LongestWord = 128;
    private const int LongestClass = 1024;
    private const int LongestNumber = 40;

    /// <summary>Reads a record.</summary>
    /// <param name="json">The text, which starts with a brace.</param>
    /// <returns>Null when it is none, or its values make no sense.</returns>
    internal static SentinelRecord? Read(ReadOnlyMemory<byte> json)
    {
        using var record = PeerRecord.TryRead(json);
        if (record is null)
            return null;
        if (!record.Has("flag"))
            return Result(record);
        return record.Text("flag", LongestWord) switch
        {
            "START" => Started(record),
            "EOJ" => Ended(record),
            null => null,
            _ => JobNews.Instance,
        };
    }

    private static JobStarted? Started(PeerRecord record) =>
        record.Text("jobid", MaxJobLength) is { } job && record.Text("sink", SentinelAgent.MaxSinkLength) is { } sink
            && EventNames.TryParseDay(record.Text("date", LongestWord), out var day) && record.Text("event", EventNames.MaxIdLength) is { } id && EventNames.IsId(id)
            ? new JobStarted(job, sink, new EventKey(day, id))
            : null;

    private static JobEnded? Ended(PeerRecord record)
    {
        if (record.Text("jobid", MaxJobLength) is not { } job || record.Text("sink", SentinelAgent.MaxSinkLength) is not { } sink)
            return null;

        // A job that was cancelled may lack the rest; its file is closed all the same.
        var stats = record.Numbers("taskstats", 2, LongestNumber) ?? ["?", "?"];
        var from = record.Texts("from", 2, LongestWord) ?? ["?", "?"];
        return new JobEnded(job, sink,
            $"EOJ ({Word("task")}, {Word("status")}), elapsed time: {Word("elapsed")} [{stats[0]}, {stats[1]}], event: {Word("event")}, source: {from[0]}/{from[1]}");

        string Word(string name) => record.Word(name, LongestWord) ?? "?";
    }

    private static JobResult? Result(PeerRecord record)
    {
        var ring = record.Text("ringctrl", LongestWord);
        var times = record.Text("trktype", EventNames.MaxTypeLength);
        if (ring is not ("full" or "trk") || (ring == "trk" && !EventNames.IsType(times)))
            return null;
        return record.Text("jobid", MaxJobLength) is { } job && record.Text("refkey", EventNames.MaxTypeLength) is { } type && EventNames.IsType(type)
            && IsoTime.TryParse(record.Text("start", LongestWord), out var start) && record.Whole("offset") is { } offset
            && record.Text("clas", LongestClass) is { } className && record.Word("objid", LongestWord) is { } objectId && record.Wholes("rect", 4) is { } box
            ? new JobResult(job, type, ring == "full" ? null : times, start, offset, className, objectId, new JobResult.Rectangle(box[0], box[1], box[2], box[3]))
            : null;
    }
}
