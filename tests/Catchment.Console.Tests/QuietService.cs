using Catchment.Core.Hosting;

namespace Catchment.WebConsole.Tests;

/// <summary>A service that is ready at once, may say what it misses, and stops when asked.</summary>
internal sealed class QuietService(string name, Func<IServiceContext, Task>? work = null) : IService
{
    public string Name => name;

    public static ServiceDefinition Define(string name, Func<IServiceContext, Task>? work = null) => new(name, () => new QuietService(name, work));

    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        context.Running();
        if (work is not null)
            await work(context);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = stopping.Register(() => end.TrySetResult());
        await end.Task;
    }
}
