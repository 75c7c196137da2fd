using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catchment.Tags.Tests.Cases;

/// <summary>Runs cases of the vectors against a gateway.</summary>
/// <param name="http">Its HTTP API, with a base address.</param>
/// <param name="socketPath">Its Unix socket; null: there is none, and no case may have a step of IPC.</param>
internal sealed class CaseRunner(HttpClient http, string? socketPath)
{
    private readonly CaseTemplate _template = new();

    /// <summary>Runs a case; what does not fit fails the test.</summary>
    public async Task RunAsync(ApiCase one)
    {
        var isDone = false;
        try
        {
            for (var i = 0; i < one.Steps.Count; i++)
                await RunAsync(one.Steps[i], $"{one.Name}, step {i}");
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                foreach (var step in one.Finally)
                    await SendAsync(step);
            }
        }
    }

    private async Task RunAsync(JsonObject step, string name)
    {
        if (step.ContainsKey("sleep"))
            return; // The replacement answers when the state is reached: nothing has to be waited for.
        var expected = (step["expect_required"] ?? step["expect"])?.AsObject();
        // What a case expects soon may take its time on a busy machine.
        var patience = step.ContainsKey("poll") ? Patience.Limit : TimeSpan.Zero;
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await SendAsync(step);
            var mismatch = expected is null ? null : Mismatch(_template.Fill(expected)!.AsObject(), answer);
            if (mismatch is null)
            {
                Keep(step["save"], answer);
                return;
            }

            if (TimeProvider.System.GetElapsedTime(began) >= patience)
                throw new InvalidOperationException($"{name}: {mismatch}. Request: {step.FirstOrDefault().Value?.ToJsonString()}");
            await Task.Yield(); // The next request is sent when this one was answered.
        }
    }

    private static string? Mismatch(JsonObject expected, CaseAnswer answer)
    {
        if (expected["status"] is { } status && !(status is JsonArray some ? some : [status.DeepClone()]).Any(one => (int)one! == answer.Status))
            return $"status {answer.Status} instead of {status.ToJsonString()}: {answer.Text}";
        if (expected.ContainsKey("lines") && (int)expected["lines"]! != answer.Lines)
            return $"{answer.Lines} lines instead of {expected["lines"]}: {answer.Text}";
        if (expected.ContainsKey("closed") && (bool)expected["closed"]! != answer.IsClosed)
            return $"closed is {answer.IsClosed}";
        if (expected["text"] is { } text && CaseMatcher.Mismatch(text, answer.Text) is { } wrong)
            return wrong;
        foreach (var (header, value) in expected["headers"]?.AsObject() ?? [])
        {
            if (CaseMatcher.Mismatch(value, answer.Headers.TryGetValue(header, out var found) ? found : null, header) is { } mismatch)
                return mismatch;
        }

        return expected.ContainsKey("json") ? CaseMatcher.Mismatch(expected["json"], answer.Json) : null;
    }

    private void Keep(JsonNode? save, CaseAnswer answer)
    {
        foreach (var (name, member) in save?.AsObject() ?? [])
            _template.Variables[name] = (string)answer.Json![(string)member!]!;
    }

    private Task<CaseAnswer> SendAsync(JsonObject step) => step["http"] is { } request ? SendHttpAsync(request.AsObject()) : SendIpcAsync(step);

    private async Task<CaseAnswer> SendHttpAsync(JsonObject request)
    {
        using var message = new HttpRequestMessage(new HttpMethod((string)request["method"]!), Escaped(_template.Fill((string)request["path"]!)));
        var body = request.ContainsKey("raw") ? _template.Fill((string)request["raw"]!) : request.ContainsKey("json") ? Json(_template.Fill(request["json"])) : null;
        if (body is not null)
            message.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        foreach (var (header, value) in request["headers"]?.AsObject() ?? [])
            message.Headers.TryAddWithoutValidation(header, (string)value!);
        using var response = await http.SendAsync(message);
        var text = await response.Content.ReadAsStringAsync();
        return new CaseAnswer
        {
            Status = (int)response.StatusCode,
            Headers = response.Headers.Concat(response.Content.Headers).ToDictionary(static one => one.Key.ToLowerInvariant(), static one => string.Join(", ", one.Value), StringComparer.Ordinal),
            Text = text,
            Json = Parse(text),
        };
    }

    private async Task<CaseAnswer> SendIpcAsync(JsonObject step)
    {
        var bytes = step["ipc_hex"] is { } hex ? Convert.FromHexString((string)hex!)
            : step["ipc_raw"] is { } raw ? Encoding.UTF8.GetBytes(_template.Fill((string)raw!))
            : Encoding.UTF8.GetBytes(string.Concat((step["ipc"] is JsonArray list ? list.Select(_template.Fill) : [_template.Fill(step["ipc"])]).Select(static line => $"{Json(line)}\n")));
        var expected = (step["expect_required"] ?? step["expect"])?.AsObject();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath!));
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.UTF8); // Before the half close: behind it .NET takes the socket for closed.
        await socket.SendAsync(bytes);
        if ((bool?)step["half_close"] is true)
            socket.Shutdown(SocketShutdown.Send);
        var lines = new List<string>();
        var wanted = (bool?)step["until_eof"] is true ? int.MaxValue : (int?)expected?["lines"] ?? 1;
        var isClosed = false;
        while (lines.Count < wanted && !isClosed)
        {
            if (await reader.ReadLineAsync().InTimeAsync() is { } line)
                lines.Add(line);
            else
                isClosed = true;
        }

        var replies = lines.Select(static line => JsonNode.Parse(line)).ToArray();
        return new CaseAnswer
        {
            Lines = lines.Count,
            IsClosed = isClosed,
            Text = string.Join('\n', lines),
            Json = expected?.ContainsKey("lines") is true ? new JsonArray(replies) : replies.FirstOrDefault(),
        };
    }

    /// <summary>Paths of the cases hold keys as they are.</summary>
    private static string Escaped(string path) => path.Split('?') is [var plain, .. var query]
        ? string.Join('?', [string.Join('/', plain.Split('/').Select(static part => part.Contains('%', StringComparison.Ordinal) ? part : Uri.EscapeDataString(part))), .. query])
        : path;

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Json(JsonNode? node) => node?.ToJsonString() ?? "null";
}
