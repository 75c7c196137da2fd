using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Files.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Notifications;

/// <summary>
/// Tells of results by a webhook: the first at once, further ones together when the interval is over. While nobody answers they are counted
/// on; what waits at a stop, and what the ingester still brings then, is told at its end, if somebody answers soon.
/// </summary>
/// <param name="settings">Who is told, and how often.</param>
/// <param name="news">What there is to tell.</param>
/// <param name="node">The node's name.</param>
/// <param name="metrics">Its numbers.</param>
public sealed partial class NotifierService(NotificationSettings settings, ResultNews news, string node, NotifierMetrics metrics) : IService
{
    private const string Webhook = "webhook";
    private const int LongestAnswer = 64 * 1024;

    // So that a burst is one message, not one and then the rest.
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public string Name => NotifierMetrics.Service;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience };
        using var client = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };
        var delay = new ReconnectDelay();
        context.Running();
        try
        {
            while (true)
            {
                await news.Arrived.WaitAsync(stopping).ConfigureAwait(false);
                await Task.Delay(Gather, context.Time, stopping).ConfigureAwait(false);
                var (isTold, wish) = await TellAsync(client, context, stopping).ConfigureAwait(false);
                if (isTold)
                    delay.Reset();
                var pause = isTold ? settings.Interval : delay.Next();
                await Task.Delay(wish > pause ? wish : pause, context.Time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await TellLastAsync(client, context).ConfigureAwait(false);
        }
    }

    private async Task TellLastAsync(HttpClient client, IServiceContext context)
    {
        var wait = context.DrainDeadline - LastPatience;
        if (wait > TimeSpan.Zero)
            await news.Complete.WaitAsync(wait, context.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (news.IsEmpty)
            return;
        using var last = new CancellationTokenSource(LastPatience, context.Time);
        try
        {
            await TellAsync(client, context, last.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody answers; the events table has it all.
        }
    }

    private async Task<(bool IsTold, TimeSpan Wish)> TellAsync(HttpClient client, IServiceContext context, CancellationToken stop)
    {
        var digest = news.Take();
        try
        {
            var body = JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["text"] = SlackText.Of(node, digest) }, Compact);
            using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var answer = await client.PostAsync(settings.Webhook, content, stop).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                var results = digest.Counts.Values.Sum();
                metrics.Told(results, body.Length);
                context.Recover(Webhook);
                LogTold(context.Logger, results);
                return (true, TimeSpan.Zero);
            }

            Fail($"it answered {(int)answer.StatusCode} {answer.StatusCode}");
            return (false, answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable ? Wish(answer.Headers.RetryAfter, context.Time) : TimeSpan.Zero);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            Fail(e is OperationCanceledException ? "it did not answer in time" : e.Message);
            return (false, TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            news.PutBack(digest);
            throw;
        }

        void Fail(string why)
        {
            news.PutBack(digest);
            metrics.Failed();
            context.Degrade(Webhook, LogText.OneLine($"The webhook of files.notifications does not take messages ({why}). They are kept together until it does."));
        }
    }

    private static TimeSpan Wish(RetryConditionHeaderValue? after, TimeProvider time)
    {
        var wish = after?.Delta ?? after?.Date - time.GetUtcNow() ?? TimeSpan.Zero;
        return wish > LongestWish ? LongestWish : wish;
    }

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [LoggerMessage(Level = LogLevel.Debug, Message = "told of {Count} results")]
    private static partial void LogTold(ILogger logger, long count);
}
