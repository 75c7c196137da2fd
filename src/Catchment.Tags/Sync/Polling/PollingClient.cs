using System.Net;
using System.Net.Http.Headers;

namespace Catchment.Tags.Sync.Polling;

/// <summary>Gets the polled values over one kept connection. A body is bounded, and its memory is used again. Source: <c>tags</c> 8.3, 9.1.</summary>
public sealed class PollingClient : IDisposable
{
    private const int LongestBody = 64 * 1024 * 1024;
    private const int FirstSize = 64 * 1024;

    /// <summary>A buffer this many times as long as its body is given back.</summary>
    private const int Spare = 16;

    private readonly Uri _url;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private byte[] _body = [];
    private EntityTagHeaderValue? _tag;

    /// <summary>Makes a client; nothing is asked yet.</summary>
    /// <param name="url">The polled values.</param>
    /// <param name="timeout">Time for a whole answer.</param>
    /// <param name="time">The clock.</param>
    public PollingClient(Uri url, TimeSpan timeout, TimeProvider time)
    {
        (_url, _timeout, _time) = (url, timeout, time);
#pragma warning disable CA2000 // The client disposes it.
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = timeout, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
    }

    /// <summary>Gets the document.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The body, which stays until the next call; null: it is as it was the last time.</returns>
    /// <exception cref="PollingException">There is none.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> FetchAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _url);
            if (_tag is { } tag)
                request.Headers.IfNoneMatch.Add(tag);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (response.StatusCode == HttpStatusCode.NotModified && _tag is not null)
                return null;
            if (!response.IsSuccessStatusCode)
                throw new PollingException($"the answer is {(int)response.StatusCode} {response.ReasonPhrase}", isReached: true);
            _tag = null;
            var length = await ReadAsync(response.Content, both.Token);
            _tag = response.Headers.ETag;
            return _body.AsMemory(0, length);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new PollingException($"no answer within {_timeout.TotalSeconds:0.###} s", isReached: false, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new PollingException(e.InnerException is System.Net.Sockets.SocketException inner ? inner.Message : e.Message, isReached: false, e);
        }
    }

    /// <summary>The last answer was of no use: the next one has to be whole.</summary>
    public void Forget() => _tag = null;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async ValueTask<int> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > LongestBody)
            throw TooLong();
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var length = 0;
        while (true)
        {
            if (length == _body.Length)
                Array.Resize(ref _body, Math.Clamp(_body.Length * 2, FirstSize, LongestBody + 1));
            var read = await stream.ReadAsync(_body.AsMemory(length), cancellation);
            if (read == 0)
                break;
            length += read;
            if (length > LongestBody)
                throw TooLong();
        }

        if (_body.Length > FirstSize && _body.Length / Spare > length)
            Array.Resize(ref _body, Math.Max(length, FirstSize));
        return length;
    }

    private static PollingException TooLong() => new("the answer is longer than 64 MiB", isReached: true);
}
