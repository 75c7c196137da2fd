using Catchment.Cameras.Watcher.Deleting;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Sentinel;

namespace Catchment.Cameras.Watcher.Control;

/// <summary>Does what control requests ask for. Safe for many threads at once; never waits for anybody.</summary>
/// <param name="registry">The outposts.</param>
/// <param name="sentinels">The sentinels.</param>
/// <param name="deleter">Deletes events.</param>
internal sealed class ControlDesk(IOutpostRegistry registry, SentinelDesk sentinels, EventDeleter deleter)
{
    /// <summary>Serves one request.</summary>
    /// <param name="json">The frame.</param>
    /// <returns>Null when it is done, or queued durably.</returns>
    internal ControlRefusal? Serve(ReadOnlyMemory<byte> json) => ControlRequestReader.Read(json, out var refusal) switch
    {
        CamUpRequest request => CamUp(request),
        AgentRequest request => Agent(request),
        DeleteRequest request => Delete(request),
        _ => refusal,
    };

    private ControlRefusal? CamUp(CamUpRequest request) =>
        registry.Add(request.Camera) ? null : new ControlRefusal(WatcherError.ControlTooMany, $"{request.Camera.Node} {request.Camera.View} is a view too many (watcher.max_outposts)");

    private ControlRefusal? Agent(AgentRequest request)
    {
        try
        {
            return sentinels.Add(request.Agent) ? null : new ControlRefusal(WatcherError.ControlTooMany, $"agent {request.Agent.Name} is one too many");
        }
        catch (IOException e)
        {
            return new ControlRefusal(WatcherError.State, e.Message);
        }
    }

    private ControlRefusal? Delete(DeleteRequest request) => deleter.Accept(request.Key) switch
    {
        DeletionAnswer.Queued => null,
        DeletionAnswer.Locked => new ControlRefusal(WatcherError.Locked, $"{request.Key} is locked"),
        DeletionAnswer.LocksUnreadable => new ControlRefusal(WatcherError.LocksUnreadable, "the locks cannot be read, so nothing is deleted"),
        DeletionAnswer.TooMany => new ControlRefusal(WatcherError.ControlTooMany, $"{EventDeleter.MostWaiting} deletions are waiting already"),
        _ => new ControlRefusal(WatcherError.State, "the deletion could not be noted in the state folder"),
    };
}
