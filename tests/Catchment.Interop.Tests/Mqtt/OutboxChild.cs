using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Mqtt.Queues;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Interop.Tests.Mqtt;

/// <summary>
/// A process of its own that a test may kill: this very assembly, started as a program with the variable set. It puts numbers into an
/// outbox, tells each on its output when it is kept, and sends what is in the outbox to a broker.
/// </summary>
internal sealed class OutboxChild : IDisposable
{
    private const string Variable = "CATCHMENT_TEST_OUTBOX_CHILD";

    private readonly Process _process;

    private OutboxChild(Process process) => _process = process;

    /// <summary>Starts one.</summary>
    /// <param name="folder">The outbox.</param>
    /// <param name="port">The broker's port.</param>
    /// <param name="first">The first number.</param>
    /// <param name="count">How many numbers; then it only sends.</param>
    public static OutboxChild Start(string folder, int port, int first, int count)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(typeof(OutboxChild).Assembly.Location);
        start.Environment[Variable] = string.Create(CultureInfo.InvariantCulture, $"{port} {first} {count} {folder}");
        return new OutboxChild(Process.Start(start)!);
    }

    /// <summary>The next number that is kept.</summary>
    public int ReadNumber() => int.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);

    /// <summary>Kills it; what it told before counts.</summary>
    /// <returns>The last number that it told, or the given one.</returns>
    public int Kill(int last)
    {
        _process.Kill();
        while (_process.StandardOutput.ReadLine() is { Length: > 0 } line && int.TryParse(line, CultureInfo.InvariantCulture, out var number)) last = Math.Max(last, number);
        _process.WaitForExit();
        return last;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

#pragma warning disable CA2255 // It is the one way to give a test assembly an entrance of its own.
    [ModuleInitializer]
    internal static void RunAsChild()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } words) return;
        Environment.SetEnvironmentVariable(Variable, null);
        var parts = words.Split(' ', 4);
        Run(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture), parts[3]);
        Environment.Exit(0);
    }

    private static void Run(int port, int first, int count, string folder)
    {
        using var node = new NodeMetrics(TimeProvider.System, "1");
        var surroundings = new MqttSurroundings
        {
            Options = new MqttOptions(),
            Metrics = new MqttMetrics(node.ForService("gateway", MqttMetrics.DiscardReasons)),
            Time = TimeProvider.System,
            Logger = NullLogger.Instance,
        };
        var options = new MqttClientOptions
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = "outbox-child",
            ReconnectMin = TimeSpan.FromMilliseconds(20),
            ReconnectMax = TimeSpan.FromMilliseconds(100),
        };
        var connection = new BrokerConnection(options, new MemoryBacklog(10), MqttOutbox.Open(folder, new OutboxLimits { Items = 10_000_000, Bytes = 1L << 32 }), surroundings);
        connection.Start();
        var output = Console.Out;
        for (var number = first; number < first + count; number++)
        {
            connection.Publish(new MqttMessage("outbox", Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), MqttQos.AtLeastOnce));
            output.WriteLine(number);
        }

        Thread.Sleep(Timeout.Infinite); // Until it is killed.
    }
}
