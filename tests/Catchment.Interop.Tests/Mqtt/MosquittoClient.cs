using System.Collections.Concurrent;
using System.Diagnostics;

namespace Catchment.Interop.Tests.Mqtt;

/// <summary>A real <c>mosquitto_sub</c>, whose messages are read line by line, and <c>mosquitto_pub</c>.</summary>
internal sealed class MosquittoClient : IDisposable
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];

    private MosquittoClient(params string[] arguments)
    {
        _process = new Process { StartInfo = Command("/usr/bin/mosquitto_sub", arguments) };
        _process.OutputDataReceived += (_, e) =>
        {
            // With -d it tells what it does, too; messages begin with a mark.
            if (e.Data is not null) _lines.Add(e.Data);
        };
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Subscribes, and returns when the broker has said that it has.</summary>
    public static MosquittoClient Subscribe(int port, string topic, params string[] more)
    {
        var client = new MosquittoClient([.. more, "-h", "localhost", "-p", $"{port}", "-t", topic, "-d", "-F", "> %q %r %t %p"]);
        while (!client.Line().StartsWith("Subscribed", StringComparison.Ordinal))
        {
            // Its talk on the way there.
        }

        return client;
    }

    /// <summary>Publishes one message.</summary>
    public static void Publish(int port, string topic, string payload, params string[] more)
    {
        using var process = Process.Start(Command("/usr/bin/mosquitto_pub", [.. more, "-h", "localhost", "-p", $"{port}", "-t", topic, "-m", payload]))!;
        process.BeginOutputReadLine();
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors);
    }

    /// <summary>The next message: QoS, retained, topic, payload.</summary>
    public string Next()
    {
        while (true)
        {
            var line = Line();
            if (line.StartsWith("> ", StringComparison.Ordinal)) return line[2..];
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _lines.Dispose();
    }

    private string Line() => _lines.TryTake(out var line, Patience) ? line : throw new InvalidOperationException("mosquitto_sub is silent");

    private static ProcessStartInfo Command(string program, string[] arguments)
    {
        // Its lines come one by one, and not when a buffer is full.
        var start = new ProcessStartInfo("/usr/bin/stdbuf") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-oL");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }
}
