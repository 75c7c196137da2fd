using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

/// <summary>A service that does what a test says.</summary>
internal sealed class ScriptedService(string name, Func<IServiceContext, CancellationToken, Task> run) : IService, IDisposable
{
    public string Name => name;

    public bool IsDisposed { get; private set; }

    public static ServiceDefinition Define(string name, Func<IServiceContext, CancellationToken, Task> run) =>
        new(name, () => new ScriptedService(name, run));

    /// <summary>A service that is ready at once and stops when asked.</summary>
    public static ServiceDefinition Quiet(string name) => Define(name, RunQuietlyAsync);

    public static async Task RunQuietlyAsync(IServiceContext context, CancellationToken stopping)
    {
        context.Running();
        await UntilAsync(stopping);
    }

    public static async Task UntilAsync(CancellationToken stopping)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = stopping.Register(() => end.TrySetResult());
        await end.Task;
    }

    public Task RunAsync(IServiceContext context, CancellationToken stopping) => run(context, stopping);

    public void Dispose() => IsDisposed = true;
}
