using System.Text.Json;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>
/// Writes to and reads from a gateway over its Unix socket, over one connection that lasts, and comes back after a restart of the gateway. It also works with the
/// original server, which ends the connection behind each reply. Safe on any thread; one request goes at a time. Source: <c>tags</c> 8.2.
/// </summary>
public sealed partial class IpcClient : IDisposable
{
    /// <summary>The environment variable of the socket.</summary>
    public const string PathVariable = "IPC_SOCKET_PATH";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IpcLink? _link;

    /// <summary>A client; it connects at its first request.</summary>
    /// <param name="socketPath">The socket; null: that of the environment, or <c>/tmp/dataservice.sock</c>.</param>
    public IpcClient(string? socketPath = null) =>
        SocketPath = socketPath ?? (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named ? named : GatewayIpcOptions.UsualSocket);

    /// <summary>The socket.</summary>
    public string SocketPath { get; }

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What it tells of itself with each write: <c>sync</c> for copies of polled values, which never go back to their source; null: nothing.</summary>
    public string? Source { get; init; }

    /// <summary>Writes a value by key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="IOException">The gateway does not answer; whether it wrote the value is not known.</exception>
    public IpcReply Write(string key, TagValue value) => Ask(WriteLine("write", "key", key, value), IpcWire.Reply);

    /// <inheritdoc cref="Write"/>
    public Task<IpcReply> WriteAsync(string key, TagValue value, CancellationToken cancellation = default) => AskAsync(WriteLine("write", "key", key, value), IpcWire.Reply, cancellation);

    /// <summary>Writes a value by the point's id.</summary>
    /// <param name="id">The id, 32 hexadecimal digits.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="IOException">The gateway does not answer; whether it wrote the value is not known.</exception>
    public IpcReply WriteById(string id, TagValue value) => Ask(WriteLine("write_by_id", "id", id, value), IpcWire.Reply);

    /// <inheritdoc cref="WriteById"/>
    public Task<IpcReply> WriteByIdAsync(string id, TagValue value, CancellationToken cancellation = default) => AskAsync(WriteLine("write_by_id", "id", id, value), IpcWire.Reply, cancellation);

    /// <summary>Writes many values by key in one request; the original does not know it.</summary>
    /// <param name="writes">The values, at most 500,000.</param>
    /// <exception cref="IOException">The gateway does not answer; whether it wrote the values is not known.</exception>
    public IpcBulkReply BulkWrite(IReadOnlyList<IpcWrite> writes) => Ask(BulkLine(writes), IpcWire.BulkReply);

    /// <inheritdoc cref="BulkWrite"/>
    public Task<IpcBulkReply> BulkWriteAsync(IReadOnlyList<IpcWrite> writes, CancellationToken cancellation = default) => AskAsync(BulkLine(writes), IpcWire.BulkReply, cancellation);

    /// <summary>Writes many values by id in one request.</summary>
    /// <param name="writes">The values, at most 500,000.</param>
    /// <exception cref="IOException">The gateway does not answer; whether it wrote the values is not known.</exception>
    public IpcBulkReply BulkWriteById(IReadOnlyList<IpcWrite> writes) => Ask(BulkByIdLine(writes), IpcWire.BulkReply);

    /// <inheritdoc cref="BulkWriteById"/>
    public Task<IpcBulkReply> BulkWriteByIdAsync(IReadOnlyList<IpcWrite> writes, CancellationToken cancellation = default) => AskAsync(BulkByIdLine(writes), IpcWire.BulkReply, cancellation);

    /// <summary>Reads a point.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Null: there is none, or the server is the original, from which nothing can be read.</returns>
    /// <exception cref="IOException">The gateway does not answer.</exception>
    public IpcReading? Read(string key) => Ask(ReadLine(key), ReadingOf);

    /// <inheritdoc cref="Read(string)"/>
    public Task<IpcReading?> ReadAsync(string key, CancellationToken cancellation = default) => AskAsync(ReadLine(key), ReadingOf, cancellation);

    /// <summary>Reads points; those that do not exist are null.</summary>
    /// <param name="keys">Their keys.</param>
    /// <exception cref="IOException">The gateway does not answer.</exception>
    public IReadOnlyDictionary<string, IpcReading?> Read(IReadOnlyCollection<string> keys) => Ask(ReadLine(keys), ReadingsOf);

    /// <inheritdoc cref="Read(IReadOnlyCollection{string})"/>
    public Task<IReadOnlyDictionary<string, IpcReading?>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation = default) => AskAsync(ReadLine(keys), ReadingsOf, cancellation);

    /// <summary>Asks for the server's version; the original knows no such request and answers <c>unknown action</c>.</summary>
    /// <exception cref="IOException">The gateway does not answer.</exception>
    public IpcReply Ping() => Ask(PingLine, IpcWire.Reply);

    /// <inheritdoc cref="Ping"/>
    public Task<IpcReply> PingAsync(CancellationToken cancellation = default) => AskAsync(PingLine, IpcWire.Reply, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _link?.Dispose();
        _gate.Dispose();
    }

    private static ReadOnlyMemory<byte> PingLine { get; } = IpcWire.Line("ping", static _ => { });

    private static ReadOnlyMemory<byte> ReadLine(string key) => IpcWire.Line("read", writer => writer.WriteString("key", key));

    private static ReadOnlyMemory<byte> ReadLine(IReadOnlyCollection<string> keys) => IpcWire.Line("read", writer => IpcWire.Texts(writer, "keys", keys));

    private static IpcReading? ReadingOf(JsonElement reply) => IpcWire.IsOk(reply) ? IpcWire.Reading(reply) : null;

    private static IReadOnlyDictionary<string, IpcReading?> ReadingsOf(JsonElement reply) => !IpcWire.IsOk(reply) ? new Dictionary<string, IpcReading?>(StringComparer.Ordinal)
        : reply.GetProperty("values").EnumerateObject().DistinctBy(static one => one.Name, StringComparer.Ordinal)
            .ToDictionary(static one => one.Name, static one => one.Value.ValueKind == JsonValueKind.Object ? IpcWire.Reading(one.Value) : null, StringComparer.Ordinal);

    private ReadOnlyMemory<byte> WriteLine(string action, string member, string target, TagValue value)
    {
        ArgumentNullException.ThrowIfNull(target);
        return IpcWire.Line(action, writer =>
        {
            writer.WriteString(member, target);
            IpcWire.Value(writer, value);
            WriteSource(writer);
        });
    }

    private ReadOnlyMemory<byte> BulkLine(IReadOnlyList<IpcWrite> writes) => IpcWire.Line("bulk_write", writer =>
    {
        writer.WriteBoolean("brief", true);
        WriteSource(writer);
        IpcWire.Updates(writer, writes, "key"u8);
    });

    private ReadOnlyMemory<byte> BulkByIdLine(IReadOnlyList<IpcWrite> writes) => IpcWire.Line("bulk_write_by_id", writer =>
    {
        WriteSource(writer);
        IpcWire.Updates(writer, writes, "id"u8);
    });

    private void WriteSource(Utf8JsonWriter writer)
    {
        if (Source is not null)
            writer.WriteString("source", Source);
    }
}
