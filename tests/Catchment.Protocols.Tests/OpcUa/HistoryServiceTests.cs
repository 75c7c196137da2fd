using System.Globalization;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Attributes;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>HistoryRead of raw values. Source: OPC 10000-11, 4.4 and 6.5.3.</summary>
public sealed class HistoryServiceTests
{
    private static readonly DateTime Day = new(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly SampleSpace _sample = new();
    private readonly Recording _recording = new();

    public HistoryServiceTests()
    {
        Add("level", _recording);
        foreach (var minute in new[] { 0, 2, 3, 5, 6 })
            _recording.Values.Add(At(minute));
    }

    // The examples of table 1 for values at 5:00, 5:02, 5:03, 5:05 and 5:06; a ? is a bound that was not found.
    [Theory]
    [InlineData("5:00", "5:05", 0u, true, "5:00 5:02 5:03 5:05")]
    [InlineData("5:00", "5:05", 0u, false, "5:00 5:02 5:03")]
    [InlineData("5:01", "5:04", 0u, true, "5:00 5:02 5:03 5:05")]
    [InlineData("5:01", "5:04", 0u, false, "5:02 5:03")]
    [InlineData("5:05", "5:00", 0u, true, "5:05 5:03 5:02 5:00")]
    [InlineData("5:05", "5:00", 0u, false, "5:05 5:03 5:02")]
    [InlineData("5:04", "5:01", 0u, true, "5:05 5:03 5:02 5:00")]
    [InlineData("5:04", "5:01", 0u, false, "5:03 5:02")]
    [InlineData("4:59", "5:05", 0u, true, "4:59? 5:00 5:02 5:03 5:05")]
    [InlineData("4:59", "5:05", 0u, false, "5:00 5:02 5:03")]
    [InlineData("5:01", "5:07", 0u, true, "5:00 5:02 5:03 5:05 5:06 5:07?")]
    [InlineData("5:01", "5:07", 0u, false, "5:02 5:03 5:05 5:06")]
    [InlineData("5:00", "5:05", 3u, true, "5:00 5:02 5:03 +")]
    [InlineData("5:00", "5:05", 3u, false, "5:00 5:02 5:03")]
    [InlineData("5:00", "5:05", 2u, false, "5:00 5:02 +")]
    [InlineData("4:59", "5:05", 3u, true, "4:59? 5:00 5:02 +")]
    [InlineData("5:00", "", 3u, true, "5:00 5:02 5:03")]
    [InlineData("5:00", "", 3u, false, "5:00 5:02 5:03")]
    [InlineData("5:00", "", 6u, true, "5:00 5:02 5:03 5:05 5:06 5:06:01?")]
    [InlineData("5:00", "", 6u, false, "5:00 5:02 5:03 5:05 5:06")]
    [InlineData("5:07", "", 6u, true, "5:06 5:07:01?")]
    [InlineData("5:07", "", 6u, false, "")]
    [InlineData("", "5:06", 3u, true, "5:06 5:05 5:03")]
    [InlineData("", "5:06", 3u, false, "5:06 5:05 5:03")]
    [InlineData("", "5:06", 6u, true, "5:06 5:05 5:03 5:02 5:00 4:59:59?")]
    [InlineData("", "5:06", 6u, false, "5:06 5:05 5:03 5:02 5:00")]
    [InlineData("", "4:48", 6u, true, "5:00 4:47:59?")]
    [InlineData("", "4:48", 6u, false, "")]
    [InlineData("5:00", "5:00", 0u, true, "5:00 5:02")]
    [InlineData("5:00", "5:00", 0u, false, "5:00")]
    [InlineData("5:01", "5:01", 0u, true, "5:00 5:02")]
    [InlineData("5:01", "5:01", 0u, false, "")]
    [InlineData("4:00", "4:30", 0u, true, "4:00? 5:00")]
    [InlineData("4:30", "4:00", 0u, false, "")]
    public void The_examples_of_the_standard(string start, string end, uint most, bool hasBounds, string expected)
    {
        var result = Read(Details(start, end, most, hasBounds));
        Text(result).ShouldBe(expected);
        result.StatusCode.ShouldBe(expected.Length == 0 ? StatusCodes.GoodNoData : StatusCodes.Good);
    }

    [Fact]
    public void Only_bounds_that_were_not_found_are_no_data()
    {
        _recording.Values.Clear();
        var result = Read(Details("5:00", "5:05", 0, hasBounds: true));
        Text(result).ShouldBe("5:00? 5:05?");
        result.StatusCode.ShouldBe(StatusCodes.GoodNoData);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pages_follow_each_other_without_a_gap_also_where_times_are_the_same(bool isBackward)
    {
        _recording.Values.Clear();
        for (var i = 0; i < 100; i++)
            _recording.Values.Add(new DataValue(new Variant(i), default, Day.AddMinutes(i / 10)));
        var (first, last) = (Day, Day.AddMinutes(9));
        var details = new ReadRawModifiedDetails { StartTime = isBackward ? last : first, EndTime = isBackward ? first : last, NumValuesPerNode = 7, ReturnBounds = true };
        List<int> told = [];
        byte[]? point = null;
        do
        {
            var result = Read(details, point);
            result.StatusCode.ShouldBe(StatusCodes.Good);
            var page = Values(result);
            page.Length.ShouldBeInRange(1, 7);
            told.AddRange(page.Select(v => (int)v.Value.ToObject()!));
            point = result.ContinuationPoint;
        }
        while (point is not null);
        int[] expected = isBackward ? [.. Enumerable.Range(10, 90).Reverse(), 9] : [.. Enumerable.Range(0, 91)];
        told.ShouldBe(expected);
        _sample.Session.HistoryPoints.Count.ShouldBe(0);
    }

    [Fact]
    public void The_servers_own_limits_make_pages_too()
    {
        var service = new HistoryService(_sample.Space, new OpcUaOperationLimits { MaxHistoryValuesPerNode = 2 }, new OpcUaLimits());
        Text(Read(Details("5:00", "5:05", 0, hasBounds: false), service: service)).ShouldBe("5:00 5:02 +");
        var open = Read(Details("5:00", "", 5, hasBounds: false), service: service);
        Text(open).ShouldBe("5:00 5:02 +");
        var next = Read(Details("5:00", "", 5, hasBounds: false), open.ContinuationPoint, service);
        Text(next).ShouldBe("5:03 5:05 +");
        Text(Read(Details("5:00", "", 5, hasBounds: false), next.ContinuationPoint, service)).ShouldBe("5:06");
        _recording.Values[1] = _recording.Values[1] with { Value = new Variant(new string('x', 5_000)) };
        var small = new HistoryService(_sample.Space, new OpcUaOperationLimits { MaxHistoryBytesPerResponse = 1_000 }, new OpcUaLimits());
        Text(Read(Details("5:00", "5:06", 0, hasBounds: false), service: small)).ShouldBe("5:00 5:02 +");
    }

    [Fact]
    public void A_point_is_good_once_and_for_its_node()
    {
        Add("other", _recording);
        var details = Details("5:00", "5:06", 2, hasBounds: false);
        var point = Read(details).ContinuationPoint.ShouldNotBeNull();
        Read(details, point, name: "other").StatusCode.ShouldBe(StatusCodes.BadContinuationPointInvalid);
        Read(details, point).StatusCode.ShouldBe(StatusCodes.BadContinuationPointInvalid);
        point = Read(details).ContinuationPoint.ShouldNotBeNull();
        var release = new HistoryReadRequest { ReleaseContinuationPoints = true, NodesToRead = [Id(point), Id(point)] };
        Service().Read(_sample.Session, release).Results.Select(r => r.StatusCode).ShouldBe([StatusCodes.Good, StatusCodes.BadContinuationPointInvalid]);
        point = Read(details).ContinuationPoint.ShouldNotBeNull();
        _sample.Space.Remove(SampleSpace.Id("level"));
        Read(details, point).StatusCode.ShouldBe(StatusCodes.BadNodeIdUnknown);
    }

    [Fact]
    public void Of_too_many_points_the_oldest_go()
    {
        var service = new HistoryService(_sample.Space, new OpcUaOperationLimits { MaxHistoryContinuationPoints = 2 }, new OpcUaLimits());
        var details = Details("5:00", "5:06", 2, hasBounds: false);
        var points = Enumerable.Range(0, 3).Select(_ => Read(details, service: service).ContinuationPoint).ToArray();
        points.Select(p => Read(details, p, service).StatusCode).ShouldBe([StatusCodes.BadContinuationPointInvalid, StatusCodes.Good, StatusCodes.Good]);
        var request = new HistoryReadRequest { HistoryReadDetails = new ExtensionObject(details), TimestampsToReturn = TimestampsToReturn.Both, NodesToRead = [Id(), Id(), Id()] };
        service.Read(_sample.Session, request).Results.Select(r => r.StatusCode).ShouldBe([StatusCodes.Good, StatusCodes.Good, StatusCodes.BadNoContinuationPoints]);
    }

    [Fact]
    public void Times_and_parts_are_told_as_they_are_wanted()
    {
        _recording.Values.Clear();
        _recording.Values.Add(new DataValue(new Variant("abcdef"), StatusCodes.UncertainLastUsableValue, Day));
        var details = new ReadRawModifiedDetails { StartTime = Day, NumValuesPerNode = 1 };
        DataValue Only(TimestampsToReturn times, string? range = null) => Values(Service().Read(_sample.Session, new HistoryReadRequest
        {
            HistoryReadDetails = new ExtensionObject(details),
            TimestampsToReturn = times,
            NodesToRead = [Id() with { IndexRange = range }],
        }).Results.Single()).Single();

        Only(TimestampsToReturn.Source).ShouldBe(new DataValue(new Variant("abcdef"), StatusCodes.UncertainLastUsableValue, Day));
        Only(TimestampsToReturn.Server).ShouldBe(new DataValue(new Variant("abcdef"), StatusCodes.UncertainLastUsableValue, null, Day));
        Only(TimestampsToReturn.Both).ShouldBe(new DataValue(new Variant("abcdef"), StatusCodes.UncertainLastUsableValue, Day, Day));
        _sample.Space.Remove(SampleSpace.Id("level"));
        _sample.Add(new MemoryNode("level", 24, default) { AccessLevel = AccessLevels.HistoryRead, History = _recording, TellsServerTime = false });
        Only(TimestampsToReturn.Both).ShouldBe(new DataValue(new Variant("abcdef"), StatusCodes.UncertainLastUsableValue, Day));
        Only(TimestampsToReturn.Source, "1:2").Value.ShouldBe(new Variant("bc"));
        Only(TimestampsToReturn.Source, "9").ShouldBe(new DataValue(default, StatusCodes.BadIndexRangeNoData, Day));
    }

    [Fact]
    public void What_cannot_be_read_is_told_with_its_code()
    {
        _sample.Add("current");
        var details = Details("5:00", "5:05", 0, hasBounds: false);
        Read(details, name: "current").StatusCode.ShouldBe(StatusCodes.BadHistoryOperationUnsupported);
        Read(details, name: "Folder").StatusCode.ShouldBe(StatusCodes.BadHistoryOperationUnsupported);
        Read(details, name: "none").StatusCode.ShouldBe(StatusCodes.BadNodeIdUnknown);
        Only(new HistoryReadValueId()).ShouldBe(StatusCodes.BadNodeIdInvalid);
        Only(Id() with { IndexRange = "2:1" }).ShouldBe(StatusCodes.BadIndexRangeInvalid);
        Only(Id() with { DataEncoding = new QualifiedName("Default Binary") }).ShouldBe(StatusCodes.BadDataEncodingInvalid);

        Refused(new HistoryReadRequest { HistoryReadDetails = new ExtensionObject(details) }, StatusCodes.BadNothingToDo);
        Refused(Whole(new ExtensionObject(details)) with { TimestampsToReturn = TimestampsToReturn.Neither }, StatusCodes.BadTimestampsToReturnInvalid);
        Refused(Whole(new ExtensionObject(details)) with { NodesToRead = [.. Enumerable.Repeat(Id(), 101)] }, StatusCodes.BadTooManyOperations);
        Refused(Whole(null), StatusCodes.BadHistoryOperationInvalid);
        Refused(Whole(new ExtensionObject(Details("5:00", "", 0, hasBounds: false))), StatusCodes.BadHistoryOperationInvalid);
        Refused(Whole(new ExtensionObject(Details("", "", 5, hasBounds: false))), StatusCodes.BadHistoryOperationInvalid);
        Refused(Whole(new ExtensionObject(new NodeId(ReadRawModifiedDetails.EncodingId), [1, 2])), StatusCodes.BadHistoryOperationInvalid);
        Refused(Whole(new ExtensionObject(details with { IsReadModified = true })), StatusCodes.BadHistoryOperationUnsupported);
        Refused(Whole(new ExtensionObject(new ReadAtTimeDetails())), StatusCodes.BadHistoryOperationUnsupported);

        StatusCode Only(HistoryReadValueId id) => Service().Read(_sample.Session, Whole(new ExtensionObject(details)) with { NodesToRead = [id] }).Results.Single().StatusCode;
        void Refused(HistoryReadRequest request, StatusCode status) => SampleSpace.Refused(() => Service().Read(_sample.Session, request), status);
    }

    [Fact]
    public void A_node_whose_owner_throws_costs_the_others_nothing()
    {
        List<NodeId> failed = [];
        Add("broken", new Broken());
        var service = new HistoryService(_sample.Space, new OpcUaOperationLimits(), new OpcUaLimits()) { ReadFailed = (id, _) => failed.Add(id) };
        var request = Whole(new ExtensionObject(Details("5:00", "5:05", 0, hasBounds: false))) with { NodesToRead = [new HistoryReadValueId { NodeId = SampleSpace.Id("broken") }, Id()] };
        service.Read(_sample.Session, request).Results.Select(r => r.StatusCode).ShouldBe([StatusCodes.BadUnexpectedError, StatusCodes.Good]);
        failed.ShouldBe([SampleSpace.Id("broken")]);
    }

    private static DataValue At(int minute) => new(new Variant(minute), default, Day.AddMinutes(300 + minute));

    private static ReadRawModifiedDetails Details(string start, string end, uint most, bool hasBounds) => new() { StartTime = Time(start), EndTime = Time(end), NumValuesPerNode = most, ReturnBounds = hasBounds };

    private static DateTime Time(string text) => text.Length == 0 ? default : Day + TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static HistoryReadRequest Whole(ExtensionObject? details) => new() { HistoryReadDetails = details, TimestampsToReturn = TimestampsToReturn.Source, NodesToRead = [Id()] };

    private static HistoryReadValueId Id(byte[]? point = null) => new() { NodeId = SampleSpace.Id("level"), ContinuationPoint = point };

    private static DataValue[] Values(HistoryReadResult result) => result.HistoryData.ShouldNotBeNull().Structure.ShouldBeOfType<HistoryData>().DataValues;

    private static string Text(HistoryReadResult result) =>
        string.Join(' ', [.. Values(result).Select(Text), .. result.ContinuationPoint is null ? Array.Empty<string>() : ["+"]]);

    private static string Text(DataValue value)
    {
        var time = value.SourceTimestamp!.Value;
        if (value.Status == StatusCodes.BadBoundNotFound)
            value.Value.IsNull.ShouldBeTrue();
        return time.ToString(time.Second == 0 ? "H:mm" : "H:mm:ss", CultureInfo.InvariantCulture) + (value.Status == StatusCodes.BadBoundNotFound ? "?" : "");
    }

    private void Add(string name, IOpcUaHistory history) => _sample.Add(new MemoryNode(name, 24, default) { AccessLevel = AccessLevels.CurrentRead | AccessLevels.HistoryRead, History = history });

    private HistoryService Service() => new(_sample.Space, new OpcUaOperationLimits(), new OpcUaLimits());

    private HistoryReadResult Read(ReadRawModifiedDetails details, byte[]? point = null, HistoryService? service = null, string name = "level") =>
        (service ?? Service()).Read(_sample.Session, Whole(new ExtensionObject(details)) with { NodesToRead = [new HistoryReadValueId { NodeId = SampleSpace.Id(name), ContinuationPoint = point }] }).Results.Single();

    private sealed class Broken : IOpcUaHistory
    {
        public IReadOnlyList<DataValue> Read(DateTime earliest, DateTime latest, bool isBackward, int most) => throw new InvalidOperationException();
    }
}
