using Catchment.Protocols.OpcUa.Client;
using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class OpcUaClientDisposalTests
{
    [Fact]
    public async Task A_client_that_is_disposed_in_the_moment_in_which_it_connects_leaves_nothing_at_the_server()
    {
        await using var scene = ClientScene.Open();
        var logger = new ActingLogger();
        var client = new OpcUaClient(scene.Options with { Logger = logger });
        logger.Act = () => logger.Done = client.DisposeAsync().AsTask();
        await Should.ThrowAsync<OperationCanceledException>(() => client.ConnectAsync().InTimeAsync());
        await logger.Done.InTimeAsync();
        client.State.ShouldBe(OpcUaClientState.Closed);
        await Eventually.TrueAsync(() => scene.Server.Connections == 0 && scene.Server.Sessions == 0);
    }

    /// <summary>Does something when the client tells that it is connected.</summary>
    private sealed class ActingLogger : ILogger
    {
        public Action Act { get; set; } = static () => { };

        public Task Done { get; set; } = Task.CompletedTask;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Information)
                Act();
        }
    }
}
