using System.Collections.Frozen;
using System.Text.Json;
using Catchment.Tags.State;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers;

/// <summary>
/// Which protocol servers are to run: what was said last is remembered through restarts. Switching one returns when it serves, or when its port is free again; two calls
/// for one server go one after the other. Source: <c>tags</c> 4.5.
/// </summary>
public sealed partial class ServiceSwitches : IDisposable
{
    /// <summary>The name of the document that remembers.</summary>
    public const string DocumentName = "services";

    /// <summary>All services that the API knows, with the ports that they have by default.</summary>
    private static readonly (string Name, int Port)[] Known = [("modbus", 5020), ("opcua", 4840), ("iec104", 2404), ("snmp", 1161)];

    private readonly FrozenDictionary<string, Place> _places;
    private readonly IDocumentStore? _documents;
    private readonly Lock _remembering = new();
    private readonly Dictionary<string, bool> _remembered;
    private readonly ILogger _logger;

    /// <summary>The switches as they were left; nothing is started yet.</summary>
    /// <param name="servers">The servers that there are. One that is missing can be switched all the same: that is remembered, and it does not run.</param>
    /// <param name="isEnabled">Whether a server runs that nobody has switched yet.</param>
    /// <param name="documents">Remembers; null: nothing outlives the process.</param>
    /// <param name="logger">Told what is switched.</param>
    /// <exception cref="IOException">What was remembered cannot be read.</exception>
    public ServiceSwitches(IEnumerable<IGatewayServer> servers, Func<string, bool> isEnabled, IDocumentStore? documents, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(servers);
        ArgumentNullException.ThrowIfNull(isEnabled);
        (_documents, _logger) = (documents, logger);
        _remembered = Load(documents);
        var byName = servers.ToDictionary(static server => server.Name, StringComparer.Ordinal);
        _places = Known.ToFrozenDictionary(
            static known => known.Name,
            known => new Place(byName.GetValueOrDefault(known.Name), known.Port)
            {
                IsEnabled = _remembered.TryGetValue(known.Name, out var wanted) ? wanted : byName.ContainsKey(known.Name) && isEnabled(known.Name),
            },
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>How all of them stand, in the order of the API.</summary>
    public IReadOnlyList<ServiceSwitch> All => [.. Known.Select(known => Of(known.Name, _places[known.Name]))];

    /// <summary>Starts the servers that are to run. One whose port cannot be had does not hinder the others, and is told.</summary>
    /// <param name="cancellation">Ends the start.</param>
    /// <returns>Those that could not be started, and why.</returns>
    public async Task<IReadOnlyList<(string Name, IOException Reason)>> StartAsync(CancellationToken cancellation)
    {
        List<(string Name, IOException Reason)> failed = [];
        foreach (var (name, _) in Known)
        {
            var place = _places[name];
            await place.Turn.WaitAsync(cancellation);
            try
            {
                if (place is { IsEnabled: true, Server: { IsRunning: false } server })
                    await server.StartAsync(cancellation);
            }
            catch (IOException e)
            {
                failed.Add((name, e));
            }
            finally
            {
                place.Turn.Release();
            }
        }

        return failed;
    }

    /// <summary>Stops all servers and remembers nothing of it.</summary>
    /// <param name="cancellation">Ends the draining.</param>
    public async Task StopAsync(CancellationToken cancellation)
    {
        foreach (var (name, _) in Known)
        {
            var place = _places[name];
            await place.Turn.WaitAsync(CancellationToken.None);
            try
            {
                if (place.Server is { } server)
                    await server.StopAsync(cancellation);
            }
            finally
            {
                place.Turn.Release();
            }
        }
    }

    /// <summary>Switches a server on or off.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="isEnabled">On.</param>
    /// <param name="cancellation">Ends the wait for one's turn; what has begun is ended.</param>
    /// <returns>False: there is no such service.</returns>
    /// <exception cref="IOException">It could not be remembered, and nothing has changed; or its port cannot be had, and that it is to run is remembered.</exception>
    public async Task<bool> SwitchAsync(string name, bool isEnabled, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_places.TryGetValue(name, out var place))
            return false;
        await place.Turn.WaitAsync(cancellation);
        try
        {
            Remember(name, isEnabled);
            place.IsEnabled = isEnabled;
            LogSwitched(_logger, name, isEnabled ? "on" : "off");
            if (place.Server is { } server)
                await (isEnabled ? server.StartAsync(CancellationToken.None) : server.StopAsync(CancellationToken.None));
            return true;
        }
        finally
        {
            place.Turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var place in _places.Values)
            place.Turn.Dispose();
    }

    private static ServiceSwitch Of(string name, Place place) => new(name, place.Server?.Port ?? place.UsualPort, place.IsEnabled, place.Server?.IsRunning ?? false);

    private static Dictionary<string, bool> Load(IDocumentStore? documents) =>
        documents?.Load(DocumentName) is { } json ? JsonSerializer.Deserialize(json, ServiceSwitchesJson.Default.DictionaryStringBoolean) ?? [] : [];

    private void Remember(string name, bool isEnabled)
    {
        var known = Known.First(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)).Name;
        lock (_remembering)
        {
            Dictionary<string, bool> next = new(_remembered, StringComparer.Ordinal) { [known] = isEnabled };
            _documents?.Save(DocumentName, JsonSerializer.SerializeToUtf8Bytes(next, ServiceSwitchesJson.Default.DictionaryStringBoolean));
            _remembered[known] = isEnabled;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the server {Name} is switched {State}")]
    private static partial void LogSwitched(ILogger logger, string name, string state);

    private sealed class Place(IGatewayServer? server, int usualPort)
    {
        internal IGatewayServer? Server { get; } = server;

        internal int UsualPort { get; } = usualPort;

        internal SemaphoreSlim Turn { get; } = new(1, 1);

        internal volatile bool IsEnabled;
    }
}
