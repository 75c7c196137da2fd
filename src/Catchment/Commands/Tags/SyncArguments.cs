using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Catchment.Commands.Tags;

/// <summary>The options of the sync's original, and those that it lacks. Source: <c>tags</c> 8.1.</summary>
internal sealed class SyncArguments
{
    private readonly Option<string?> _socket = new("--socket-path") { HelpName = "PATH", Description = "Path of the gateway's Unix socket. Default: the environment's IPC_SOCKET_PATH, or /tmp/dataservice.sock." };
    private readonly Option<double?> _interval = new("--interval") { HelpName = "SECONDS", Description = "Sync interval in seconds. Default: 1.0." };
    private readonly Option<bool> _quiet = new("--no-logging") { Description = "Log nothing." };
    private readonly Option<int?> _stats = new("--stats-interval") { HelpName = "SEC", Description = "Print statistics every so many seconds. Default: 60." };
    private readonly Option<string?> _polling = new("--polling-url") { HelpName = "URL", Description = "The polled values. Default: the environment's POLLING_API_URL, or http://localhost:8000/deploy/api/io/polled-values." };
    private readonly Option<string?> _keys = new("--key-format") { HelpName = "FORMAT", Description = "auto, colon, dot, or a template with {device}, {tag} and {id}. Default: auto." };
    private readonly Option<string[]> _include = new("--include") { HelpName = "PATTERN", Description = "Copy only tags that fit, such as device=PLC_*; may be repeated." };
    private readonly Option<string[]> _exclude = new("--exclude") { HelpName = "PATTERN", Description = "Do not copy tags that fit; may be repeated." };
    private readonly Option<string?> _rules = new("--rules") { HelpName = "FILE", Description = "Rules that rename, convert and check tags." };
    private readonly Option<int?> _bulk = new("--bulk-size") { HelpName = "N", Description = "The most values of one request, 1 to 1000; 1 for single writes. Default: 1000." };
    private readonly Option<string?> _buffer = new("--buffer") { HelpName = "FILE", Description = "Where values wait while the gateway is away. Default: in the state folder." };
    private readonly Option<int?> _metrics = new("--metrics-port") { HelpName = "N", Description = "Serve Prometheus metrics at http://127.0.0.1:N/metrics." };

    /// <summary>Whether nothing is to be logged.</summary>
    internal bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);

    /// <summary>Adds them to a command.</summary>
    internal SyncArguments AddTo(Command command)
    {
        foreach (var option in new Option[] { _socket, _interval, _quiet, _stats, _polling, _keys, _include, _exclude, _rules, _bulk, _buffer, _metrics })
            command.Options.Add(option);
        Bound(_interval, 0.01, 86_400);
        Bound(_stats, 1, 86_400);
        Bound(_bulk, 1, 1000);
        Bound(_metrics, 1, 65_535);
        return this;
    }

    /// <summary>The same as settings.</summary>
    internal IReadOnlyList<string> Words(ParseResult parsed)
    {
        var words = new List<string>();
        AddText("socket_path", parsed.GetValue(_socket));
        AddNumber("interval", parsed.GetValue(_interval));
        AddNumber("stats_interval", parsed.GetValue(_stats));
        AddText("polling_url", parsed.GetValue(_polling));
        AddText("key_format", parsed.GetValue(_keys));
        AddList("include", parsed.GetValue(_include));
        AddList("exclude", parsed.GetValue(_exclude));
        AddText("rules", parsed.GetValue(_rules));
        AddNumber("bulk_size", parsed.GetValue(_bulk));
        AddText("buffer.file", parsed.GetValue(_buffer));
        if (parsed.GetValue(_metrics) is { } port)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"web.listen=[\"http://127.0.0.1:{port}\"]"));
        return words;

        void AddText(string key, string? value)
        {
            if (value is not null)
                words.Add($"sync.{key}={Quoted(value)}");
        }

        void AddNumber(string key, double? value)
        {
            if (value is { } number)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"sync.{key}={number}"));
        }

        void AddList(string key, string[]? values)
        {
            if (values is { Length: > 0 })
                words.Add($"sync.{key}=[{string.Join(",", values.Select(Quoted))}]");
        }
    }

    /// <summary>A text of JSON is one of YAML.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, SyncJson.Default.String);

    private static void Bound<T>(Option<T?> option, double least, double most)
        where T : struct, IConvertible
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !(number >= least && number <= most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes a number from {least} to {most}"));
        });
    }
}
