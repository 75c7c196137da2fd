using System.Text;
using Catchment.Tags.Sync.Statistics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Tests.Sync;

/// <summary>The statistics of a sync that is a process of its own.</summary>
public sealed class OtherSyncDeskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Are_asked_of_the_socket_that_answers()
    {
        await using var sync = await SocketAsync(_folder["b.sock"], """{"total_syncs":7,"running":true}""");
        var desk = new OtherSyncDesk([_folder["a.sock"], _folder["b.sock"]]);
        Encoding.UTF8.GetString((await desk.ReadAsync(default).AsTask().InTimeAsync())!).ShouldBe("""{"total_syncs":7,"running":true}""");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("no")]
    public async Task Are_none_where_something_else_answers(string answer)
    {
        await using var other = await SocketAsync(_folder["a.sock"], answer);
        (await new OtherSyncDesk([_folder["a.sock"]]).ReadAsync(default).AsTask().InTimeAsync()).ShouldBeNull();
    }

    private static async Task<WebApplication> SocketAsync(string path, string answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path));
        var app = builder.Build();
        app.Run(context => context.Request.Path == OtherSyncDesk.StatsPath ? context.Response.WriteAsync(answer) : Task.CompletedTask);
        await app.StartAsync();
        return app;
    }
}
