using Catchment.Cameras.Events;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>
/// All sentinels: the configured one, and those that introduced themselves, over restarts too. Tasks go to the configured one, or without
/// one to the first that introduced itself; alerts go to all; results come from all. Safe for many threads at once.
/// </summary>
/// <remarks>Source: the camera specification, 10.5 and 10.6.</remarks>
internal sealed partial class SentinelDesk : IDisposable
{
    /// <summary>The most sentinels.</summary>
    internal const int MostAgents = 16;

    private const string StateFile = "sentinels.json";
    private const string Publishers = "sentinel.publisher";

    private readonly WatcherRoom _room;
    private readonly SentinelResults _results;
    private readonly PythonLogging? _logFile;
    private readonly SentinelAgent? _configured;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile SentinelLink[] _links = [];
    private bool _hasStarted;

    /// <summary>Opens what is known of each sentinel.</summary>
    /// <param name="room">The watcher.</param>
    /// <param name="results">Takes their results.</param>
    /// <param name="logFile">The log of the configured sentinel; null: the watcher's own.</param>
    /// <exception cref="IOException">What waits for a sentinel cannot be read.</exception>
    internal SentinelDesk(WatcherRoom room, SentinelResults results, PythonLogging? logFile)
    {
        _room = room;
        _results = results;
        _logFile = logFile;
        var settings = room.Settings;
        if (settings is { SentinelRequests: { } requests, SentinelPublisher: { } publisher })
            _configured = new SentinelAgent(SentinelAgent.Configured, requests.ToString(), publisher.ToString(), settings.Datapump, settings.Datasink);
        try
        {
            if (_configured is not null)
                Open(_configured);
            foreach (var agent in Remembered())
            {
                if (!Knows(agent.Name) && _links.Length < MostAgents)
                    Open(agent);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What waits for a sentinel to answer.</summary>
    internal int Waiting => _links.Sum(l => l.Outbox.Count);

    /// <summary>Takes in a sentinel that introduced itself; a known name changes nothing.</summary>
    /// <returns>False when there are too many.</returns>
    /// <exception cref="IOException">It could not be remembered, or its journal not be opened.</exception>
    internal bool Add(SentinelAgent agent)
    {
        lock (_gate)
        {
            if (Knows(agent.Name))
                return true;
            if (_links.Length >= MostAgents)
                return false;
            Remember([.. _links.Select(l => l.Outbox.Agent).Where(a => a != _configured), agent]);
            Open(agent);
            if (_hasStarted)
                Start(_links[^1]);
            LogAdded(_room.Context.Logger, agent.Name, agent.Publisher);
            return true;
        }
    }

    /// <summary>Begins to send and to listen.</summary>
    internal void Start()
    {
        lock (_gate)
        {
            _hasStarted = true;
            foreach (var link in _links)
                Start(link);
        }
    }

    /// <summary>Requests an event's tasks. Never throws, waits for nobody.</summary>
    internal void Request(EndedEvent ended)
    {
        if (_links is not [var link, ..])
            return; // No sentinel: nothing is to be analysed.
        foreach (var task in ended.Tasks)
            link.Outbox.Post(SentinelMessages.Task(task, ended, link.Outbox.Agent));
    }

    /// <summary>Tells all sentinels that an event was deleted. Never throws, waits for nobody.</summary>
    internal void Alert(EventKey key)
    {
        foreach (var link in _links)
            link.Outbox.Post(SentinelMessages.Alert(key, link.Outbox.Agent));
    }

    /// <summary>Looks after things; to be called about once a second.</summary>
    internal void Check()
    {
        var links = _links;
        foreach (var link in links)
        {
            link.Outbox.Check();
            link.Listener.Check();
        }

        _results.Check();
        var away = links.Where(l => !l.Listener.IsConnected).Select(l => l.Outbox.Agent.Publisher).ToArray();
        if (away.Length > 0)
            _room.Context.Degrade(Publishers, $"Not connected to {string.Join(", ", away)}: results of a sentinel are missed until it is; connecting goes on");
        else
            _room.Context.Recover(Publishers);
    }

    /// <summary>Stops; what was not sent is sent after the next start.</summary>
    internal async Task StopAsync()
    {
        SentinelLink[] links;
        lock (_gate)
        {
            _hasStarted = false;
            links = _links;
        }

        await _stop.CancelAsync();
        await Task.WhenAll(links.Select(l => l.Sending ?? Task.CompletedTask));
        foreach (var link in links)
            link.Listener.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var link in _links)
        {
            link.Listener.Dispose();
            link.Outbox.Dispose();
        }

        _stop.Dispose();
    }

    private bool Knows(string name) => _links.Any(l => l.Outbox.Agent.Name == name);

    private void Open(SentinelAgent agent)
    {
        var log = new SentinelLog(agent.Name, _logFile, _room.Context.Time, _room.Context.Logger);
        _links = [.. _links, new SentinelLink(new SentinelOutbox(agent, _room), new SentinelListener(agent, _room, _results, log))];
    }

    private void Start(SentinelLink link)
    {
        link.Listener.Start();
        link.Sending = link.Outbox.RunAsync(_stop.Token);
    }

    private SentinelAgent[] Remembered()
    {
        try
        {
            var agents = _room.State.Read(StateFile, SentinelStateJson.Default.SentinelAgentArray) ?? [];
            return [.. agents.Where(a => a is not null && a.IsWhole)];
        }
        catch (StateFolderException e)
        {
            LogForgotten(_room.Context.Logger, e.Message);
            return [];
        }
    }

    private void Remember(SentinelAgent[] agents)
    {
        try
        {
            _room.State.Write(StateFile, agents, SentinelStateJson.Default.SentinelAgentArray);
        }
        catch (StateFolderException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sentinel {Name} introduced itself: listening to {Publisher}")]
    private static partial void LogAdded(ILogger logger, string name, string publisher);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sentinels that introduced themselves are forgotten until they do again. {Problem}")]
    private static partial void LogForgotten(ILogger logger, string problem);
}
