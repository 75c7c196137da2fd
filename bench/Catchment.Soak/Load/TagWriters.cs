using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Catchment.Core.Demo;
using Catchment.Soak.Audits;

namespace Catchment.Soak.Load;

/// <summary>
/// Writes rising numbers to keys of the gateway, over HTTP and over its socket, and notes what was acknowledged; a number that got no answer is not written again. A writer
/// that has lost the gateway reads its key before it goes on. It ends with its standard input.
/// </summary>
internal static class TagWriters
{
    /// <summary>The command's word.</summary>
    internal const string Word = "write-tags";

    private const double Gone = -1; // below every number that is written

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The keys.</summary>
    internal static IReadOnlyList<string> Keys { get; } = ["soak.http.0", "soak.http.1", "soak.ipc.0", "soak.ipc.1"];

    /// <summary>What a key's writer calls itself in the journal.</summary>
    internal static string Source(string key) => key.Contains("http", StringComparison.Ordinal) ? "tags over HTTP" : "tags over IPC";

    /// <summary>Runs until the standard input ends.</summary>
    /// <param name="address">The gateway's HTTP API.</param>
    /// <param name="socket">The gateway's socket.</param>
    /// <param name="journal">The file of what was written.</param>
    internal static int Run(string address, string socket, string journal)
    {
        using var stop = new CancellationTokenSource();
        using var file = new StreamWriter(journal) { AutoFlush = true };
        var writers = Keys.Select(key => new Thread(() => Write(key, () => key.Contains("http", StringComparison.Ordinal) ? new HttpTags(address) : new SocketTags(socket), file, stop.Token))).ToArray();
        foreach (var writer in writers)
            writer.Start();
        while (Console.In.Read() >= 0)
        {
            // Only its end counts.
        }

        stop.Cancel();
        foreach (var writer in writers)
            writer.Join();
        return 0;
    }

    private static void Write(string key, Func<ITags> connect, TextWriter journal, CancellationToken stop)
    {
        ITags? tags = null;
        var (hasLost, hasTaken) = (false, false);
        for (var number = 1L; !stop.IsCancellationRequested; stop.WaitHandle.WaitOne(Pause))
        {
            try
            {
                tags ??= connect();
                if (hasLost && (tags.Read(key) ?? (hasTaken ? Gone : null)) is { } value)
                    Note(new DemoItem(Source(key), string.Create(CultureInfo.InvariantCulture, $"{key} {value}"), TimeProvider.System.GetUtcNow()) { Answer = TagAudit.ReadBack });
                hasLost = false;
            }
            catch (Exception e) when (e is IOException or SocketException or HttpRequestException or TaskCanceledException or JsonException)
            {
                tags?.Dispose();
                (tags, hasLost) = (null, true);
                continue;
            }

            var item = new DemoItem(Source(key), string.Create(CultureInfo.InvariantCulture, $"{key} {number}"), TimeProvider.System.GetUtcNow());
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                item = item with { Answer = tags.Write(key, number) ? "ok" : null };
                hasTaken |= item.Answer is not null;
            }
            catch (Exception e) when (e is IOException or SocketException or HttpRequestException or TaskCanceledException or JsonException)
            {
                tags.Dispose();
                (tags, hasLost) = (null, true);
            }

            Note(item with { Milliseconds = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds });
            number++;
        }

        tags?.Dispose();

        void Note(DemoItem item)
        {
            lock (journal)
                journal.WriteLine(JournalFile.Line(item));
        }
    }

    private interface ITags : IDisposable
    {
        bool Write(string key, double number);

        double? Read(string key);
    }

    private sealed class HttpTags(string address) : ITags
    {
        private readonly HttpClient _client = new() { BaseAddress = new Uri(address), Timeout = Patience };

        public bool Write(string key, double number)
        {
            using var answer = _client.PostAsJsonAsync("/write", new { key, value = number }).GetAwaiter().GetResult();
            return answer.IsSuccessStatusCode;
        }

        public double? Read(string key)
        {
            var points = _client.GetFromJsonAsync<JsonElement>($"/points?search={key}").GetAwaiter().GetResult().GetProperty("points");
            return points.GetArrayLength() == 0 ? null : points[0].GetProperty("value").GetDouble();
        }

        public void Dispose() => _client.Dispose();
    }

    private sealed class SocketTags : ITags
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        private readonly StreamReader _reader;
        private readonly StreamWriter _writer;

        internal SocketTags(string path)
        {
            try
            {
                _socket.Connect(new UnixDomainSocketEndPoint(path));
            }
            catch
            {
                _socket.Dispose();
                throw;
            }

            var stream = new NetworkStream(_socket, ownsSocket: true);
            (_reader, _writer) = (new StreamReader(stream), new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" });
        }

        public bool Write(string key, double number) => Ask(new { action = "write", key, value = number }).GetProperty("ok").GetBoolean();

        public double? Read(string key) => Ask(new { action = "read", key }).TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

        public void Dispose() => _socket.Dispose();

        private JsonElement Ask(object request)
        {
            _writer.WriteLine(JsonSerializer.Serialize(request));
            using var reply = JsonDocument.Parse(_reader.ReadLine() ?? throw new IOException("The gateway is gone."));
            return reply.RootElement.Clone();
        }
    }
}
