using System.Net.Sockets;
using System.Text.Json;

namespace Catchment.Tags.Sync.Writing;

/// <summary>
/// The gateway over its Unix socket: bulk writes on a lasting connection; where nobody answers a ping, the original's way, a connection
/// for each value. Source: <c>tags</c> 3, 8.6.
/// </summary>
/// <param name="path">The socket's path.</param>
/// <param name="time">The clock of time-outs.</param>
/// <param name="singles">Single writes, also to a gateway that takes many at once.</param>
public sealed class IpcTagWriter(string path, TimeProvider time, bool singles = false) : ITagWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long a gateway counts as the original before it is asked anew.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(60);

    private readonly IpcRequest _request = new();
    private readonly List<WriteRefusal> _refused = [];
    private LineConnection? _connection;
    private Peer _peer;
    private long _probed;
    private int _atOnce = int.MaxValue;

    /// <summary>What answers; found out once for a connection, and again after each failure.</summary>
    private enum Peer
    {
        Unknown,
        Original,
        Extended,
    }

    /// <inheritdoc/>
    public long Session { get; private set; }

    /// <inheritdoc/>
    public bool IsExtended => _peer == Peer.Extended;

    /// <inheritdoc/>
    public async ValueTask<string?> ConnectAsync(CancellationToken cancellation)
    {
        if (_connection is { IsStale: false })
            return null;
        Close();
        if (_peer == Peer.Original && time.GetElapsedTime(_probed) < ProbeEvery)
            return null; // The write itself will tell.
        return await GuardAsync(RecogniseAsync, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<WriteAnswer> WriteAsync(ReadOnlyMemory<OutgoingValue> updates, CancellationToken cancellation)
    {
        _refused.Clear();
        var answered = 0;
        var trouble = default(string);
        while (trouble is null && answered < updates.Length)
        {
            var (start, count) = (answered, singles || _peer == Peer.Original ? 1 : Math.Min(_atOnce, updates.Length - answered));
            trouble = await GuardAsync(
                async limit =>
                {
                    answered += await SendAsync(updates.Slice(start, count), start, limit);
                    return null;
                },
                cancellation);
        }

        _ = _refused.RemoveAll(one => one.Index < 0 || one.Index >= answered); // Of a reply that made no sense.
        return new WriteAnswer(answered, _refused.Count == 0 ? [] : [.. _refused], trouble);
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindAsync(IReadOnlyCollection<string> keys, ISet<string> present, CancellationToken cancellation) =>
        GuardAsync(async limit => IpcReply.Read(await AskAsync(_request.Read(keys), limit), (key, _) => present.Add(key)), cancellation);

    /// <inheritdoc/>
    public ValueTask<string?> ReadAsync(IReadOnlyCollection<string> keys, IDictionary<string, KnownPoint> points, CancellationToken cancellation) =>
        GuardAsync(async limit => IpcReply.Read(await AskAsync(_request.Read(keys), limit), (key, point) => points[key] = IpcReply.Point(point)), cancellation);

    /// <inheritdoc/>
    public async ValueTask<WriteAnswer> RegisterAsync(string key, KnownPoint point, CancellationToken cancellation)
    {
        var refusal = default(string);
        var trouble = await GuardAsync(
            async limit =>
            {
                refusal = IpcReply.Error(await AskAsync(_request.Register(key, point), limit));
                return null;
            },
            cancellation);
        return new WriteAnswer(trouble is null ? 1 : 0, refusal is null ? [] : [new WriteRefusal(0, refusal)], trouble);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        _request.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<string?> RecogniseAsync(CancellationToken limit)
    {
        _connection = await LineConnection.OpenAsync(path, limit);
        if (IpcReply.Ping(await AskAsync(_request.Ping(), limit), out var isExtended) is { } odd)
            throw new IOException(odd);
        if (isExtended || _peer != Peer.Original)
            Session++;
        (_peer, _probed) = (isExtended ? Peer.Extended : Peer.Original, time.GetTimestamp());
        if (!isExtended)
            Close(); // It has closed its end, too.
        return null;
    }

    /// <summary>Sends values in one request.</summary>
    /// <returns>How many were answered; 0: the gateway does not take so many at once, and fewer are to be sent.</returns>
    /// <exception cref="IOException">They were refused together, for what lies with the gateway.</exception>
    private async ValueTask<int> SendAsync(ReadOnlyMemory<OutgoingValue> updates, int index, CancellationToken limit)
    {
        if (_peer == Peer.Original)
            _connection = await LineConnection.OpenAsync(path, limit);
        else if (_connection is { IsStale: true })
            await ReopenAsync(limit);
        if (singles || _peer == Peer.Original)
        {
            if (IpcReply.Error(await AskAsync(_peer == Peer.Original ? _request.PlainWrite(updates.Span[0]) : _request.Write(updates.Span[0]), limit)) is { } refusal)
                _refused.Add(new WriteRefusal(index, refusal));
            if (_peer == Peer.Original)
                Close();
            return 1;
        }

        var before = _refused.Count;
        if (IpcReply.BulkWrite(await AskAsync(_request.BulkWrite(updates.Span), limit), _refused) is not { } error)
        {
            for (var i = before; i < _refused.Count; i++)
                _refused[i] = _refused[i] with { Index = _refused[i].Index + index };
            return updates.Length;
        }

        if (!WriteRefusal.IsFinalText(error))
            throw new IOException($"it refuses to be written to: {error}");
        if (updates.Length > 1)
        {
            _atOnce = updates.Length / 2; // One of them is at fault, or they are too many.
            return 0;
        }

        _refused.Add(new WriteRefusal(index, error));
        return 1;
    }

    /// <summary>The gateway closes the connection over which it was sent too long a line.</summary>
    private async ValueTask ReopenAsync(CancellationToken limit)
    {
        Close();
        if (await RecogniseAsync(limit) is { } trouble)
            throw new IOException(trouble);
    }

    private async ValueTask<ReadOnlyMemory<byte>> AskAsync(ReadOnlyMemory<byte> line, CancellationToken limit)
    {
        if (_connection is not { } connection)
            throw new IOException("the connection is closed");
        await connection.SendAsync(line, limit);
        var reply = await connection.ReceiveAsync(limit);
        return reply.IsEmpty ? throw new IOException("it closed the connection without an answer") : reply;
    }

    /// <summary>Does something with the gateway in bounded time; what goes wrong becomes a text, and the connection is given up.</summary>
    private async ValueTask<string?> GuardAsync(Func<CancellationToken, ValueTask<string?>> act, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await act(both.Token);
        }
        catch (OperationCanceledException)
        {
            GiveUp();
            return cancellation.IsCancellationRequested ? "the sync is stopping" : $"no answer within {Patience.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException or ObjectDisposedException)
        {
            GiveUp();
            return e switch
            {
                JsonException => $"no valid reply: {e.Message}",
                SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "there is no such socket", // So the framework calls ENOENT.
                _ => e.Message,
            };
        }
    }

    private void GiveUp()
    {
        Close();
        _peer = Peer.Unknown;
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
