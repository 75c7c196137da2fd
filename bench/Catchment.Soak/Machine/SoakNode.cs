using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Catchment.Soak.Machine;

/// <summary>The node: started, killed, watched.</summary>
/// <param name="site">What it works with.</param>
internal sealed class SoakNode(SoakSite site) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StatusPatience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new() { BaseAddress = new Uri(SoakSite.Web), Timeout = Patience.Limit };
    private volatile Process? _process;

    /// <summary>When it was started last.</summary>
    internal DateTimeOffset Started { get; private set; }

    /// <summary>Starts it.</summary>
    internal void Start()
    {
        // By a shell that becomes the program, so that its log goes straight into a file.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" up -c catchment.yaml >>node.log 2>&1", SoakSite.Program]) { UseShellExecute = false, WorkingDirectory = site[""] };
        Started = TimeProvider.System.GetUtcNow();
        _process = Process.Start(start)!;
    }

    /// <summary><c>kill -9</c>.</summary>
    internal void Kill()
    {
        var process = _process!;
        _process = null;
        if (process.HasExited)
            throw new InvalidOperationException($"The node has ended by itself with {process.ExitCode}; its log is node.log.");
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Asks it to stop, and waits for its end.</summary>
    /// <returns>Its exit status.</returns>
    internal int Stop()
    {
        var process = _process!;
        _process = null;
        OwnMachine.Run(new ProcessStartInfo("kill", [$"{process.Id}"]));
        using (process)
            return process.WaitForExit(Patience.Limit) ? process.ExitCode : throw new InvalidOperationException("The node does not end.");
    }

    /// <summary>Its memory that is in use, in KiB; null: it is not there.</summary>
    internal long? Memory()
    {
        try
        {
            return _process is { } process && File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal)) is { } line
                ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
                : null;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return null; // it was killed meanwhile
        }
    }

    /// <summary>Waits until all its services run and none complains.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="but">Services that do not count.</param>
    /// <returns>What it still complains of after all patience; null: nothing.</returns>
    internal async Task<string?> RecoverAsync(TimeSpan patience, CancellationToken cancellation, params IReadOnlyList<string> but)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await ComplaintAsync(but, cancellation) is { } complaint)
        {
            if (TimeProvider.System.GetElapsedTime(began) > patience)
                return complaint;
            await Task.Delay(Pause, cancellation);
        }

        return null;
    }

    /// <summary>Asks its HTTP API for a list, page by page.</summary>
    /// <param name="what">The list.</param>
    /// <param name="read">What is wanted of an item.</param>
    internal async Task<List<string>> ListAsync(string what, Func<JsonElement, string> read)
    {
        var all = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await _client.GetFromJsonAsync<JsonElement>($"/api/v1/{what}?limit=500{cursor}");
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(read));
            cursor = page.TryGetProperty("next", out var next) && next.GetString() is { } more ? $"&cursor={Uri.EscapeDataString(more)}" : null;
        }

        return all;
    }

    /// <summary>Gets bytes from it.</summary>
    internal Task<byte[]> GetAsync(string path) => _client.GetByteArrayAsync(path);

    public void Dispose()
    {
        if (_process is { HasExited: false } process)
            process.Kill();
        _client.Dispose();
    }

    private async Task<string?> ComplaintAsync(IReadOnlyList<string> but, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(StatusPatience);
        try
        {
            var status = await _client.GetFromJsonAsync<JsonElement>("/api/v1/status", patience.Token);
            var not = status.GetProperty("services").EnumerateArray().Where(s => s.GetProperty("state").GetString() is not ("running" or "ready") && !but.Contains(s.GetProperty("name").GetString(), StringComparer.Ordinal))
                .Select(static s => $"{s.GetProperty("name")} {s.GetProperty("state")}: {(s.TryGetProperty("reason", out var reason) ? reason : "")}").ToArray();
            return not.Length == 0 ? null : string.Join("; ", not);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return "it does not answer";
        }
    }
}
