using System.Text.Json;

namespace Catchment.WebConsole.Tests.Live;

/// <summary>Reads a live stream line by line.</summary>
internal sealed class LiveReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private LiveReader(HttpResponseMessage response, StreamReader lines)
    {
        _response = response;
        _lines = lines;
    }

    public static async Task<LiveReader> OpenAsync(ConsoleNode node, string query = "")
    {
        HttpResponseMessage response = await node.Client.GetAsync("/api/v1/live" + query, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new LiveReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    public async Task<string?> LineAsync() => await _lines.ReadLineAsync().InTimeAsync();

    public async Task<(string Topic, JsonElement Data)> NextAsync()
    {
        string topic = (await LineAsync()).ShouldNotBeNull();
        topic.ShouldStartWith("event: ");
        string data = (await LineAsync()).ShouldNotBeNull();
        data.ShouldStartWith("data: ");
        (await LineAsync()).ShouldBe("");
        using var parsed = JsonDocument.Parse(data["data: ".Length..]);
        return (topic["event: ".Length..], parsed.RootElement.Clone());
    }

    /// <summary>Reads to the end; whether there was one.</summary>
    public async Task<bool> EndAsync()
    {
        while (await LineAsync() is not null)
        {
            // What was still on its way.
        }

        return true;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
