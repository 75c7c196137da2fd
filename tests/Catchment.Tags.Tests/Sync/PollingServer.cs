using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Catchment.Tags.Tests.Sync;

/// <summary>A real HTTP server in the polling service's place.</summary>
internal sealed class PollingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile byte[] _body = "{}"u8.ToArray();

    private PollingServer(WebApplication app)
    {
        _app = app;
        app.Run(AnswerAsync);
    }

    public int Status { get; set; } = 200;

    public bool HasTags { get; set; }

    public int Requests { get; private set; }

    public HashSet<string> Connections { get; } = new(StringComparer.Ordinal);

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/deploy/api/io/polled-values");

    public byte[] Body
    {
        get => _body;
        set => _body = value;
    }

    public string Text
    {
        set => _body = Encoding.UTF8.GetBytes(value);
    }

    public static async Task<PollingServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var server = new PollingServer(builder.Build());
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A document of one device.</summary>
    public void Show(string device, params (string Tag, string Value)[] tags) =>
        Text = $"{{\"{device}\":{{{string.Join(',', tags.Select(t => $"\"{t.Tag}\":{{\"value\":{t.Value},\"status\":\"ok\",\"error\":null,\"timestamp\":1795228121}}"))}}}}}";

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests++;
        Connections.Add(context.Connection.Id);
        var tag = $"\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(_body))}\"";
        context.Response.StatusCode = Status;
        if (HasTags)
        {
            context.Response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch == tag)
            {
                context.Response.StatusCode = 304;
                return;
            }
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(_body);
    }
}
