using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Catchment.Tags.Ipc;

/// <content>Requests on the connection, and subscriptions on one of their own.</content>
public sealed partial class IpcClient
{
    /// <summary>Watches changes, on a connection of its own, until the caller ends or the gateway does.</summary>
    /// <param name="keys">The keys; null: those that the prefixes name, or all.</param>
    /// <param name="prefixes">What keys begin with; null: any.</param>
    /// <param name="interval">A key's newest value is told at most once in it; zero: every change at once.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The gateway does not answer any more, or is the original.</exception>
    public async IAsyncEnumerable<IpcChange> SubscribeAsync(
        IReadOnlyCollection<string>? keys = null, IReadOnlyCollection<string>? prefixes = null, TimeSpan interval = default, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var link = await GuardAsync(() => IpcLink.OpenAsync(SocketPath, Timeout, cancellation));
        await GuardAsync(async () =>
        {
            await link.SendAsync(SubscribeLine(keys, prefixes, interval), cancellation);
            return Subscribed(await link.ReadAsync(cancellation));
        });
        while (true)
            yield return await GuardAsync(async () => Parse(await link.ReadAsync(cancellation), IpcWire.Change));
    }

    /// <summary>Watches changes on the caller's thread until a token ends it.</summary>
    /// <param name="changed">Told each change.</param>
    /// <param name="keys">The keys; null: those that the prefixes name, or all.</param>
    /// <param name="prefixes">What keys begin with; null: any.</param>
    /// <param name="interval">A key's newest value is told at most once in it; zero: every change at once.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The gateway does not answer any more, or is the original.</exception>
    public void Subscribe(Action<IpcChange> changed, IReadOnlyCollection<string>? keys = null, IReadOnlyCollection<string>? prefixes = null, TimeSpan interval = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        using var link = Guard(() => IpcLink.Open(SocketPath, TimeSpan.Zero));
        using var end = cancellation.Register(link.Dispose);
        try
        {
            link.Send(SubscribeLine(keys, prefixes, interval).Span);
            Subscribed(link.Read());
            while (!cancellation.IsCancellationRequested)
                changed(Parse(link.Read(), IpcWire.Change));
        }
        catch (Exception e) when (IsOfTheLink(e))
        {
            if (!cancellation.IsCancellationRequested)
                throw Away(e);
        }
    }

    private static ReadOnlyMemory<byte> SubscribeLine(IReadOnlyCollection<string>? keys, IReadOnlyCollection<string>? prefixes, TimeSpan interval) => IpcWire.Line("subscribe", writer =>
    {
        IpcWire.Texts(writer, "keys", keys);
        IpcWire.Texts(writer, "prefixes", prefixes);
        if (interval > TimeSpan.Zero)
            writer.WriteNumber("interval_ms", interval.TotalMilliseconds);
    });

    private static bool Subscribed(ReadOnlyMemory<byte> line)
    {
        var reply = Parse(line, IpcWire.Reply);
        return reply.Ok ? true : throw new IOException($"The gateway refuses the subscription: {reply.Error}");
    }

    private T Ask<T>(ReadOnlyMemory<byte> request, Func<JsonElement, T> read)
    {
        _gate.Wait();
        try
        {
            return Guard(() =>
            {
                while (true)
                {
                    var isFresh = DropEnded();
                    _link ??= IpcLink.Open(SocketPath, Timeout);
                    try
                    {
                        _link.Send(request.Span);
                        return Parse(_link.Read(), read);
                    }
                    catch (Exception e) when (MayAskAgain(e, isFresh))
                    {
                        // The original ended the connection behind the last reply: it has not read this request.
                    }
                }
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<T> AskAsync<T>(ReadOnlyMemory<byte> request, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Timeout);
        try
        {
            return await GuardAsync(async () =>
            {
                while (true)
                {
                    var isFresh = DropEnded();
                    _link ??= await IpcLink.OpenAsync(SocketPath, Timeout, limit.Token);
                    try
                    {
                        await _link.SendAsync(request, limit.Token);
                        return Parse(await _link.ReadAsync(limit.Token), read);
                    }
                    catch (Exception e) when (MayAskAgain(e, isFresh))
                    {
                        // As above.
                    }
                }
            });
        }
        catch (OperationCanceledException e)
        {
            Drop(); // Its reply would be taken for the next one's.
            if (cancellation.IsCancellationRequested)
                throw;
            throw Away(new TimeoutException($"no answer within {Timeout.TotalSeconds} s", e));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Drops a connection that the server has ended.</summary>
    /// <returns>Whether the next request goes over a new connection.</returns>
    private bool DropEnded()
    {
        if (_link is { IsEnded: true })
            Drop();
        return _link is null;
    }

    private bool MayAskAgain(Exception e, bool isFresh)
    {
        if (!IsOfTheLink(e))
            return false;
        Drop();
        return !isFresh && e is not SocketException { SocketErrorCode: SocketError.TimedOut };
    }

    private void Drop()
    {
        _link?.Dispose();
        _link = null;
    }

    private static T Parse<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = Store.TagValue.MaxDepth });
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new IOException($"The gateway's answer cannot be understood: {e.Message}", e);
        }
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsOfTheLink(e))
        {
            throw Away(e);
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsOfTheLink(e))
        {
            throw Away(e);
        }
    }

    private static bool IsOfTheLink(Exception e) => e is SocketException or EndOfStreamException or ObjectDisposedException;

    private IOException Away(Exception e) => new($"The gateway does not answer on the Unix socket {SocketPath}: {Explain(e)}", e);

    private static string Explain(Exception e) => (e as SocketException)?.SocketErrorCode switch
    {
        // The runtime's name for a path that does not exist.
        SocketError.AddressNotAvailable => "there is no such file. Does the gateway run, and is gateway.ipc.socket_path (IPC_SOCKET_PATH) the same for both?",
        SocketError.ConnectionRefused => "nobody listens at it any more. Does the gateway run?",
        SocketError.AccessDenied => "permission denied. It is open to the user whom the gateway runs as.",
        _ => e.Message,
    };
}
