using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Http;

/// <summary>Clients that begin and do not go on cost a connection for a time, and nobody else anything.</summary>
public sealed class SlowClientTests
{
    private static readonly GatewayHttpOptions Impatient = new() { HeaderTimeout = TimeSpan.FromSeconds(1), KeepAlive = TimeSpan.FromSeconds(1), MaxConnections = 40 };

    [Fact]
    public async Task Half_heads_and_silent_connections_are_closed_and_others_are_served_meanwhile()
    {
        await using var gateway = await TestGateway.StartAsync(Impatient);
        List<RawClient> clients = [];
        for (var i = 0; i < 15; i++)
        {
            var half = await RawClient.ConnectAsync(gateway.Address);
            await half.SendAsync("GET /data HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            clients.Add(half);
            clients.Add(await RawClient.ConnectAsync(gateway.Address)); // says nothing at all
        }

        (await gateway.GetAsync("/data")).Status.ShouldBe(200);

        foreach (var client in clients)
        {
            (await client.StatusAsync()).ShouldBeOneOf(0, 408);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_head_that_never_ends_is_refused()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync($"GET /data HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('x', 40_000)}");

        (await client.StatusAsync()).ShouldBeOneOf(0, 431);
    }

    [Fact]
    public async Task A_client_that_asks_and_goes_harms_nobody()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Store.Register([.. Enumerable.Range(0, 5000).Select(static i => new Catchment.Tags.Store.PointRegistration { Key = $"point {i}" })]);
        for (var i = 0; i < 20; i++)
        {
            await using var client = await RawClient.ConnectAsync(gateway.Address);
            await client.SendAsync("GET /detailed HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        (await gateway.GetAsync("/detailed")).Json!.AsObject().Count.ShouldBe(5000);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_as_such_and_can_be_tried_again()
    {
        await using var first = await TestGateway.StartAsync();
        var listen = new GatewayHttpOptions { Listen = [$"127.0.0.1:{first.Address.Port}"] };

        (await Should.ThrowAsync<IOException>(async () => await TestGateway.StartAsync(listen))).Message.ShouldContain($"cannot listen on http://127.0.0.1:{first.Address.Port}");

        await first.Api.StopAsync(CancellationToken.None);
        await using var second = await TestGateway.StartAsync(listen);
        (await second.GetAsync("/health")).Status.ShouldBe(200);
    }
}
