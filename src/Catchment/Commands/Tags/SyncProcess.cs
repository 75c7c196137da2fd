using System.Diagnostics;
using System.Globalization;
using Catchment.Core.Hosting;

namespace Catchment.Commands.Tags;

/// <summary>The process in the background.</summary>
internal static class SyncProcess
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts this program once more, and waits until it answers.</summary>
    /// <param name="words">Its command line.</param>
    /// <param name="find">Finds the sync that answers.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> StartAsync(IReadOnlyList<string> words, Func<Task<RunningSync?>> find, CancellationToken cancellation)
    {
        // Its streams are pipes that nobody reads later on: it logs to a file.
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < StartPatience)
        {
            if (process.HasExited)
            {
                Console.Error.Write(await process.StandardError.ReadToEndAsync(cancellation));
                return ExitCode.Failed;
            }

            if (await find() is { } running && running.Status.Pid == process.Id)
            {
                await File.WriteAllTextAsync(running.PidFile, string.Create(CultureInfo.InvariantCulture, $"{process.Id}\n"), cancellation);
                Console.Out.WriteLine($"The sync runs as process {process.Id}.");
                return ExitCode.Done;
            }

            await Task.Delay(Look, TimeProvider.System, cancellation);
        }

        Console.Error.WriteLine($"error: the sync was started as process {process.Id}, and does not answer");
        return ExitCode.Failed;
    }

    /// <summary>Ends a sync, and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> StopAsync(RunningSync running, CancellationToken cancellation)
    {
        var pid = running.Status.Pid;
        if (!running.IsAlone)
        {
            Console.Error.WriteLine($"error: the sync is a service of the node that runs as process {pid}: it ends with that");
            return ExitCode.Failed;
        }

        using var process = Process.GetProcessById(pid);
        if (ProcessGroup.Terminate(pid) is { } trouble)
        {
            Console.Error.WriteLine($"error: process {pid} cannot be told to stop: {trouble}");
            return ExitCode.Failed;
        }

        using var patience = new CancellationTokenSource(StopPatience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine($"error: process {pid} was told to stop, and has not ended within {StopPatience.TotalSeconds:0} s");
            return ExitCode.Failed;
        }

        File.Delete(running.PidFile);
        Console.Out.WriteLine($"The sync, process {pid}, has stopped.");
        return ExitCode.Done;
    }
}
