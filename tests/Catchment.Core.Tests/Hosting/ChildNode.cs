using System.Globalization;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Tests.Databases;

namespace Catchment.Core.Tests.Hosting;

/// <summary>
/// A whole node as a process of its own, for tests that signal and kill it. Its standard output tells how far it is:
/// <c>ready</c>, <c>draining</c>, <c>drained</c>.
/// </summary>
internal static class ChildNode
{
    /// <summary>A service that drains at once.</summary>
    public const string Quiet = "quiet";

    /// <summary>A service that never drains.</summary>
    public const string Stubborn = "stubborn";

    /// <summary>The process's entry point: state folder, kind of service; or what another test's child is to do.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments[0] == ChildMigration.Word)
        {
            return await ChildMigration.RunAsync(arguments[1]);
        }

        using StateFolder state = StateFolder.Open(arguments[0]);
        using var metrics = new NodeMetrics(TimeProvider.System, "1.0");
        using Microsoft.Extensions.Logging.ILoggerFactory loggers = LogSetup.Create(new LogSettings());
        var host = new NodeHost(
            new NodeHostOptions { Node = "child" },
            [new ServiceDefinition("worker", () => new Worker(arguments[1]))],
            state,
            metrics,
            loggers,
            TimeProvider.System);
        Task<int> run = host.RunAsync();
        await host.Ready;
        await TellAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"ready opentelemetry={AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name!.StartsWith("OpenTelemetry", StringComparison.Ordinal))}"));
        int code = await run;
        await TellAsync("drained");
        return code;
    }

    private static Task TellAsync(string line) => Console.Out.WriteLineAsync(line);

    private sealed class Worker(string kind) : IService
    {
        public string Name => "worker";

        public async Task RunAsync(IServiceContext context, CancellationToken stopping)
        {
            context.Running();
            await ScriptedService.UntilAsync(stopping);
            await TellAsync("draining");
            if (kind == Stubborn)
            {
                await new TaskCompletionSource().Task;
            }
        }
    }
}
