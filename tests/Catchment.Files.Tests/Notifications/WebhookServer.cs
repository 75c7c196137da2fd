using System.Net;
using System.Text.Json;
using System.Threading.Channels;

namespace Catchment.Files.Tests.Notifications;

/// <summary>A webhook on loopback that keeps what it is sent and answers as a test wants.</summary>
internal sealed class WebhookServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Channel<string> _texts = Channel.CreateUnbounded<string>();
    private readonly Queue<(int Status, string? RetryAfter)> _answers = new();
    private readonly SemaphoreSlim _taken = new(0);

    internal WebhookServer()
    {
        for (var port = 20_000 + Random.Shared.Next(10_000); ; port++)
        {
            // One that could not start is closed for good: each port has a listener of its own.
            _listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
            try
            {
                _listener.Start();
                Address = new Uri($"http://127.0.0.1:{port}/hook/secret");
                break;
            }
            catch (HttpListenerException)
            {
                _listener.Close(); // Taken; the next one.
            }
        }

        _ = Task.Run(ServeAsync);
    }

    internal Uri Address { get; }

    /// <summary>The next requests are answered with these instead of 200, each when its message was taken: until then the sender sets no further timer.</summary>
    internal void Answer(params ReadOnlySpan<(int Status, string? RetryAfter)> answers)
    {
        lock (_answers)
        {
            foreach (var answer in answers)
                _answers.Enqueue(answer);
        }
    }

    /// <summary>The text of the next message, whatever it was answered.</summary>
    internal async Task<string> NextAsync()
    {
        var text = await _texts.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);
        _taken.Release();
        return text;
    }

    /// <summary>Ends when a message is there.</summary>
    internal Task ArrivesAsync() => _texts.Reader.WaitToReadAsync().AsTask().WaitAsync(Patience.Limit);

    /// <summary>Messages that nobody has looked at.</summary>
    internal int Waiting => _texts.Reader.Count;

    public void Dispose()
    {
        _listener.Close();
        _taken.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                context.Request.ContentType.ShouldBe("application/json");
                using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
                (int Status, string? RetryAfter) answer;
                bool isScripted;
                lock (_answers)
                    isScripted = _answers.TryDequeue(out answer);
                _texts.Writer.TryWrite(body.RootElement.GetProperty("text").GetString()!); // Before the sender goes on.
                if (isScripted)
                    await _taken.WaitAsync(Patience.Limit);
                context.Response.StatusCode = isScripted ? answer.Status : 200;
                if (answer.RetryAfter is { } wish)
                    context.Response.Headers["Retry-After"] = wish;
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
