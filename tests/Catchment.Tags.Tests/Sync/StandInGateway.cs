using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catchment.Tags.Tests.Sync;

/// <summary>A real Unix socket server that answers as the gateway does, or as the original: one request on a connection, no extensions.</summary>
internal sealed class StandInGateway : IDisposable
{
    private readonly string _path;
    private readonly bool _isOriginal;
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _writes = [];
    private readonly List<JsonObject> _registered = [];
    private readonly List<Socket> _open = [];
    private Socket? _listener;

    public StandInGateway(string path, bool isOriginal = false)
    {
        (_path, _isOriginal) = (path, isOriginal);
        Start();
    }

    public HashSet<string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys that are refused.</summary>
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>With what.</summary>
    public string Refusal { get; set; } = "key not registered";

    /// <summary>The answers to the next pings; those behind are as usual.</summary>
    public Queue<string> Pings { get; } = new();

    /// <summary>What every bulk write is refused with; null: it is not.</summary>
    public string? BulkRefusal { get; set; }

    /// <summary>The most updates of a bulk write.</summary>
    public int MostAtOnce { get; set; } = int.MaxValue;

    /// <summary>What points are, as far as it was told.</summary>
    public Dictionary<string, JsonObject> Definitions { get; } = new(StringComparer.Ordinal);

    public int Requests { get; private set; }

    public int Connections { get; private set; }

    /// <summary>The connection ends instead of the n-th answer from now; negative: never.</summary>
    public int BreaksIn { get; set; } = -1;

    public IReadOnlyList<JsonObject> Writes
    {
        get
        {
            lock (_gate)
                return [.. _writes];
        }
    }

    public IReadOnlyList<JsonObject> Registered => _registered;

    public IReadOnlyList<(string Key, string Value)> Pairs => [.. Writes.Select(w => ((string)w["key"]!, w["value"]?.ToJsonString() ?? "null"))];

    public void Forget()
    {
        lock (_gate)
            _writes.Clear();
    }

    public void Start()
    {
        File.Delete(_path);
        var listener = _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        listener.Listen();
        new Thread(() => Accept(listener)) { IsBackground = true }.Start();
    }

    public void Stop()
    {
        _listener?.Dispose();
        File.Delete(_path);
        lock (_gate)
        {
            _open.ForEach(s => s.Dispose());
            _open.Clear();
        }
    }

    public void Dispose() => Stop();

    private void Accept(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = listener.Accept();
                Connections++;
                lock (_gate)
                    _open.Add(socket);
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                if (BreaksIn >= 0 && BreaksIn-- == 0)
                    return;
                Requests++;
                JsonObject reply;
                lock (_gate)
                    reply = Answer(JsonNode.Parse(line)!.AsObject());
                stream.Write(JsonSerializer.SerializeToUtf8Bytes(reply));
                stream.Write("\n"u8);
                if (_isOriginal)
                    return;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }

    private JsonObject Answer(JsonObject request) => (string?)request["action"] switch
    {
        "write" => Write(request) is { } error ? new JsonObject { ["ok"] = false, ["error"] = error } : new JsonObject { ["ok"] = true },
        "ping" when Pings.TryDequeue(out var odd) => JsonNode.Parse(odd)!.AsObject(),
        "ping" when !_isOriginal => new JsonObject { ["ok"] = true, ["version"] = "0" },
        "bulk_write" when !_isOriginal => Bulk(request),
        "read" when !_isOriginal => new JsonObject { ["ok"] = true, ["values"] = new JsonObject(request["keys"]!.AsArray().Select(k => KeyValuePair.Create((string)k!, Known.Contains((string)k!) ? (JsonNode?)(Definitions.GetValueOrDefault((string)k!)?.DeepClone() ?? new JsonObject()) : null))) },
        "register" when !_isOriginal => Register(request),
        _ => new JsonObject { ["ok"] = false, ["error"] = "unknown action" },
    };

    private JsonObject Bulk(JsonObject request)
    {
        ((string?)request["source"]).ShouldBe("sync");
        if ((request["updates"]!.AsArray().Count > MostAtOnce ? "request too large" : BulkRefusal) is { } refusal)
            return new JsonObject { ["ok"] = false, ["error"] = refusal };
        var failed = new JsonArray();
        var index = 0;
        foreach (var update in request["updates"]!.AsArray())
        {
            if (Write(update!.AsObject()) is { } error)
                failed.Add(new JsonObject { ["index"] = index, ["key"] = (string)update["key"]!, ["error"] = error });
            index++;
        }

        return new JsonObject { ["ok"] = true, ["written"] = index - failed.Count, ["failed"] = failed };
    }

    private string? Write(JsonObject update)
    {
        var key = (string)update["key"]!;
        if (Refused.Contains(key))
            return Refusal;
        Known.Add(key);
        _writes.Add(update.DeepClone().AsObject());
        return null;
    }

    private JsonObject Register(JsonObject request)
    {
        _registered.Add(request.DeepClone().AsObject());
        Known.Add((string)request["key"]!);
        Definitions[(string)request["key"]!] = new JsonObject { ["data_type"] = (string)request["data_type"]!, ["units"] = (string)request["units"]!, ["default"] = request["default"]?.DeepClone() };
        return new JsonObject { ["ok"] = true, ["id"] = "0" };
    }
}
