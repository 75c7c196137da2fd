using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Catchment.Tags.Tests.Polling;

/// <summary>A polling service with user tags that can be read and written, as section 9.3 has it. It can be made to wait, or to answer anything else.</summary>
internal sealed class PollingPeer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();

    public PollingPeer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        _server.Start();
    }

    /// <summary>Where it is, below a path.</summary>
    public Uri Url => new(_server.Urls.Single() + "/polling");

    /// <summary>User tags by id.</summary>
    public ConcurrentDictionary<string, JsonObject> Users { get; } = new();

    /// <summary>Calculated tags by id.</summary>
    public ConcurrentDictionary<string, JsonObject> Calculated { get; } = new();

    /// <summary>Answers instead; false: as always.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>Answers to reads wait for it, with what was true when they were asked.</summary>
    public TaskCompletionSource? HoldsReads { get; set; }

    /// <summary>Writes wait for it.</summary>
    public TaskCompletionSource? HoldsWrites { get; set; }

    public static TaskCompletionSource Hold() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        HoldsReads?.TrySetResult();
        HoldsWrites?.TrySetResult();
        await _server.DisposeAsync();
    }

    public void User(string id, string? name, JsonNode? value, string? dataType = "Analog", string status = "good", string? units = null)
    {
        var entry = new JsonObject { ["value"] = value, ["status"] = status, ["error"] = null, ["timestamp"] = 1795228094.167 };
        if (name is not null)
            entry["tag_name"] = name;
        if (dataType is not null)
            entry["data_type"] = dataType;
        if (units is not null)
            entry["units"] = units;
        Users[id] = entry;
    }

    /// <summary>The next request that it took: <c>read</c>, or <c>name=value</c>.</summary>
    public Task<string> AskedAsync() => _asked.Reader.ReadAsync().AsTask().InTimeAsync();

    /// <summary>The next write that it took.</summary>
    public async Task<string> WrittenAsync()
    {
        string asked;
        do
            asked = await AskedAsync();
        while (asked == "read");
        return asked;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (Instead is { } instead && await instead(context))
            return;
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("GET", "/polling/api/virtual-tags/status"):
                var document = new JsonObject { ["ok"] = true, ["user_tags_count"] = Users.Count, ["calc_tags_count"] = Calculated.Count, ["user_tags"] = Members(Users), ["calc_tags"] = Members(Calculated) }.ToJsonString();
                await AskAsync("read", HoldsReads);
                await context.Response.WriteAsync(document, context.RequestAborted);
                break;
            case ("POST", "/polling/api/user-tags/update"):
                using (var body = new MemoryStream())
                {
                    await context.Request.Body.CopyToAsync(body);
                    var update = JsonNode.Parse(Encoding.UTF8.GetString(body.ToArray()))!;
                    await AskAsync($"{update["tag_name"]}={update["value"]?.ToJsonString()}", HoldsWrites);
                    context.Response.StatusCode = Update(update) ? 200 : 404;
                    await context.Response.WriteAsync("""{"ok":true}""", context.RequestAborted);
                }

                break;
            default:
                context.Response.StatusCode = 418;
                break;
        }
    }

    private static JsonObject Members(ConcurrentDictionary<string, JsonObject> tags) => new(tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value.DeepClone())));

    private async Task AskAsync(string request, TaskCompletionSource? hold)
    {
        await _asked.Writer.WriteAsync(request);
        if (hold is not null)
            await hold.Task;
    }

    private bool Update(JsonNode update)
    {
        foreach (var (id, entry) in Users)
        {
            if ((string?)entry["tag_name"] == (string?)update["tag_name"])
            {
                var changed = (JsonObject)entry.DeepClone();
                changed["value"] = update["value"]?.DeepClone();
                Users[id] = changed;
                return true;
            }
        }

        return false;
    }
}
