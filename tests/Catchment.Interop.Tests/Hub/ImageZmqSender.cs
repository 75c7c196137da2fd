using System.Diagnostics;
using System.Globalization;

namespace Catchment.Interop.Tests.Hub;

/// <summary>A sender that speaks as imagezmq's does, on Debian's libzmq: <c>imagezmq_sender.py</c> as a process.</summary>
public sealed class ImageZmqSender : IDisposable
{
    private static readonly TimeSpan Deadline = Patience.Limit;

    private readonly Process _process;
    private readonly List<int> _numbers = [];

    private ImageZmqSender(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Hub", "imagezmq_sender.py"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    public static ImageZmqSender Start(params string[] arguments) => new(arguments);

    /// <summary>Sends what the arguments say and gives the last line that it prints: the reply, or <c>ok N</c>.</summary>
    public static string Run(params string[] arguments)
    {
        using var sender = Start(arguments);
        return sender.Finish();
    }

    /// <summary>One JPEG message; the reply.</summary>
    public static string SendJpeg(string endpoint, string text, string file) => Run("one", endpoint, text, file);

    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>
    /// A sender of mode <c>steady</c> prints <c>again</c> for the first frame that is acknowledged on a new connection; waits for that line.
    /// </summary>
    public void ReadNumberAfterRestart()
    {
        while (true)
        {
            var line = _process.StandardOutput.ReadLine();
            if (line == "again")
                return;
            if (line is null or "no reply")
                throw new InvalidOperationException("A request was left without a reply.");
            _numbers.Add(int.Parse(line, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Waits for the end; the last line printed.</summary>
    public string Finish()
    {
        _process.StandardInput.Close();
        var printed = _process.StandardOutput.ReadToEnd().TrimEnd().Split('\n')[^1];
        _process.WaitForExit(Deadline).ShouldBeTrue("the sender did not end");
        _process.ExitCode.ShouldBe(0, printed + _process.StandardError.ReadToEnd());
        return printed;
    }

    /// <summary>Ends a sender of mode <c>acked</c> and gives the numbers of its acknowledged frames.</summary>
    public IReadOnlyList<int> EndAcknowledged()
    {
        _process.Kill();
        var rest = _process.StandardOutput.ReadToEnd();
        rest = rest[..(rest.LastIndexOf('\n') + 1)]; // the last line may be cut
        rest.ShouldNotContain("no reply");
        return [.. _numbers, .. rest.Split('\n').Where(l => l is not ("" or "again")).Select(l => int.Parse(l, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
