using System.Net.Sockets;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Writing;

/// <summary>
/// The gateway over its Unix socket: bulk writes on a lasting connection; where nobody answers a ping, the original's way, a connection
/// for each value. Source: <c>tags</c> 3, 8.6.
/// </summary>
/// <param name="path">The socket's path.</param>
/// <param name="time">The clock of time-outs.</param>
/// <param name="singles">Single writes, whatever the gateway can.</param>
public sealed class IpcTagWriter(string path, TimeProvider time, bool singles = false) : ITagWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long a gateway counts as the original before it is asked anew.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(60);

    private readonly IpcRequest _request = new();
    private readonly List<WriteRefusal> _refused = [];
    private LineConnection? _connection;
    private long _probed;

    /// <inheritdoc/>
    public long Session { get; private set; }

    /// <inheritdoc/>
    public bool IsBulk { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<string?> ConnectAsync(CancellationToken cancellation)
    {
        if (_connection is { IsStale: false })
            return null;
        Close();
        if (!IsBulk && Session > 0 && time.GetElapsedTime(_probed) < ProbeEvery)
            return null; // The write itself will tell.
        return await GuardAsync(
            async limit =>
            {
                var connection = await LineConnection.OpenAsync(path, limit);
                _connection = connection;
                await connection.SendAsync(_request.Ping(), limit);
                var isBulk = IpcReply.Error(await connection.ReceiveAsync(limit)) is null && !singles;
                if (Session == 0 || isBulk || IsBulk)
                    Session++;
                (IsBulk, _probed) = (isBulk, time.GetTimestamp());
                if (!isBulk)
                    Close();
                return null;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<WriteAnswer> WriteAsync(ReadOnlyMemory<OutgoingValue> updates, CancellationToken cancellation)
    {
        _refused.Clear();
        var answered = 0;
        if (!IsBulk)
        {
            var trouble = default(string);
            for (; trouble is null && answered < updates.Length; answered += trouble is null ? 1 : 0)
                trouble = await GuardAsync(limit => SingleAsync(updates.Span[answered], answered, limit), cancellation);
            return new WriteAnswer(answered, [.. _refused], trouble);
        }

        var why = await GuardAsync(
            async limit =>
            {
                if (_connection is not { } connection)
                    return "the connection is closed";
                await connection.SendAsync(_request.BulkWrite(updates.Span), limit);
                var reply = await connection.ReceiveAsync(limit);
                if (reply.IsEmpty)
                    return "the gateway closed the connection";
                if (IpcReply.BulkWrite(reply, _refused) is { } error)
                    _refused.AddRange(Enumerable.Range(0, updates.Length).Select(i => new WriteRefusal(i, error)));
                return null;
            },
            cancellation);
        return new WriteAnswer(why is null ? updates.Length : 0, _refused.Count == 0 ? [] : [.. _refused], why);
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindAsync(IReadOnlyCollection<string> keys, ISet<string> present, CancellationToken cancellation) => GuardAsync(
        async limit =>
        {
            if (_connection is not { } connection)
                return "the connection is closed";
            await connection.SendAsync(_request.Read(keys), limit);
            return IpcReply.Read(await connection.ReceiveAsync(limit), present);
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<string?> RegisterAsync(string key, string dataType, string units, TagValue initial, CancellationToken cancellation) => GuardAsync(
        async limit =>
        {
            if (_connection is not { } connection)
                return "the connection is closed";
            await connection.SendAsync(_request.Register(key, dataType, units, initial), limit);
            return IpcReply.Error(await connection.ReceiveAsync(limit));
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        _request.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<string?> SingleAsync(OutgoingValue update, int index, CancellationToken limit)
    {
        using var connection = await LineConnection.OpenAsync(path, limit);
        await connection.SendAsync(_request.Write(update), limit);
        if (IpcReply.Error(await connection.ReceiveAsync(limit)) is { } error)
            _refused.Add(new WriteRefusal(index, error));
        return null;
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
            Close();
            return cancellation.IsCancellationRequested ? "the sync is stopping" : $"no answer within {Patience.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException or ObjectDisposedException)
        {
            Close();
            return e switch
            {
                JsonException => $"no valid reply: {e.Message}",
                SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "there is no such socket", // So the framework calls ENOENT.
                _ => e.Message,
            };
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
