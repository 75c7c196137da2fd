using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Polling;

/// <summary>The HTTP interface of the polling service: its virtual tags are read and written. Connections are kept; answers are bounded. Source: <c>tags</c> 9.3.</summary>
public sealed class PollingService : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly PollingSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="time">The clock of its time-outs.</param>
    public PollingService(PollingSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _time) = (settings, time);
        // It is a neighbour: no proxy of the environment stands between, and it sends nobody elsewhere.
#pragma warning disable CA2000 // the client disposes it
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, MaxConnectionsPerServer = 4 };
#pragma warning restore CA2000
        _client = new HttpClient(handler)
        {
            BaseAddress = new Uri(settings.BaseUrl.AbsoluteUri.TrimEnd('/') + "/"),
            MaxResponseContentBufferSize = settings.MaxAnswerBytes,
            Timeout = Timeout.InfiniteTimeSpan, // each request has its own, by the given clock
        };
    }

    /// <summary>Its address.</summary>
    public Uri BaseUrl => _settings.BaseUrl;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Reads the virtual tags.</summary>
    /// <param name="stopping">Ends the wait.</param>
    /// <exception cref="PollingException">It could not be asked in time, or its answer is not understood.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public Task<VirtualTags> ReadVirtualTagsAsync(CancellationToken stopping) => AskAsync(
        async (client, stop) =>
        {
            using var answer = await client.GetAsync(new Uri("api/virtual-tags/status", UriKind.Relative), stop).ConfigureAwait(false);
            Check(answer);
            return VirtualTags.Parse(await answer.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false));
        },
        _settings.PullTimeout,
        stopping);

    /// <summary>Gives a user tag a value.</summary>
    /// <param name="name">The tag's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <returns>False: there is no such user tag.</returns>
    /// <exception cref="PollingException">It could not be asked in time, or refused.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public Task<bool> UpdateUserTagAsync(string name, TagValue value, CancellationToken stopping) => AskAsync(
        async (client, stop) =>
        {
            using var content = new ByteArrayContent(Update(name, value)) { Headers = { ContentType = Json } };
            using var answer = await client.PostAsync(new Uri("api/user-tags/update", UriKind.Relative), content, stop).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return false;
            Check(answer);
            return true;
        },
        _settings.WriteTimeout,
        stopping);

    private static void Check(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            throw new PollingException($"it answered {(int)answer.StatusCode} {answer.StatusCode}");
    }

    private static byte[] Update(string name, TagValue value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("tag_name"u8, name);
            writer.WritePropertyName("value"u8);
            value.WriteTo(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private async Task<T> AskAsync<T>(Func<HttpClient, CancellationToken, Task<T>> ask, TimeSpan patience, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(patience, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        try
        {
            return await ask(_client, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new PollingException($"it did not answer within {patience.TotalSeconds} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new PollingException(e.Message, e);
        }
    }
}
