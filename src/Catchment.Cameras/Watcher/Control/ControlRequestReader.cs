using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Sentinel;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Control;

/// <summary>Reads control requests: one frame of JSON in ASCII. Whatever comes, it does not throw.</summary>
/// <remarks>Source: the camera specification, 10.5; ids and dates as in 6.10.</remarks>
internal static class ControlRequestReader
{
    private const int LongestEndpoint = 300;

    /// <summary>Reads a request.</summary>
    /// <param name="json">The frame.</param>
    /// <param name="refusal">What is wrong, when it is none.</param>
    /// <returns>Null when it is to be refused.</returns>
    internal static ControlRequest? Read(ReadOnlyMemory<byte> json, out ControlRefusal? refusal)
    {
        refusal = null;
        using var record = Ascii.IsValid(json.Span) ? PeerRecord.TryRead(json) : null;
        if (record is null)
        {
            refusal = new ControlRefusal(WatcherError.ControlUnreadable, "no JSON object in ASCII");
            return null;
        }

        ControlRequest? request;
        string needs;
        switch (record.Text("cmd", longest: 20))
        {
            case "CamUp":
                request = CamUp(record);
                needs = "CamUp needs node, view, and logger and images as tcp://host:port";
                break;
            case "Agent":
                request = Agent(record);
                needs = "Agent needs name (letters, digits, - and _), requests and publisher as tcp://host:port, datapump, datasink";
                break;
            case "DelEvt":
                request = Delete(record);
                needs = "DelEvt needs date as YYYY-MM-DD and event (letters, digits and -)";
                break;
            default:
                refusal = new ControlRefusal(WatcherError.ControlCommand, "cmd is none of CamUp, Agent, DelEvt");
                return null;
        }

        if (request is null)
            refusal = new ControlRefusal(WatcherError.ControlValue, needs);
        return request;
    }

    private static CamUpRequest? CamUp(PeerRecord record)
    {
        var node = record.Text("node", OutpostNames.MaxLength);
        var view = record.Text("view", OutpostNames.MaxLength);
        return OutpostNames.IsNode(node) && OutpostNames.IsView(view) && Endpoint(record, "logger") is { } logger && Endpoint(record, "images") is { } images
            ? new CamUpRequest(new WatcherCamera(node!, view!, logger, images))
            : null;
    }

    private static AgentRequest? Agent(PeerRecord record)
    {
        var agent = record.Text("name", SentinelAgent.MaxNameLength) is { } name && SentinelAgent.IsName(name)
            && Endpoint(record, "requests") is { } requests && Endpoint(record, "publisher") is { } publisher
            && record.Text("datapump", LongestEndpoint) is { } pump && record.Text("datasink", SentinelAgent.MaxSinkLength) is { } sink
            ? new SentinelAgent(name, requests.ToString(), publisher.ToString(), pump, sink)
            : null;
        return agent is null ? null : new AgentRequest(agent);
    }

    private static DeleteRequest? Delete(PeerRecord record) =>
        EventNames.TryParseDay(record.Text("date", longest: 10), out var day) && record.Text("event", EventNames.MaxIdLength) is { } id && EventNames.IsId(id)
            ? new DeleteRequest(new EventKey(day, id))
            : null;

    private static ZmqEndpoint? Endpoint(PeerRecord record, string name) =>
        ZmqEndpoint.TryParse(record.Text(name, LongestEndpoint), out var endpoint, out _) && endpoint.Port > 0 ? endpoint : null;
}
