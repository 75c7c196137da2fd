using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Catchment.Core.Hosting;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Settings;

namespace Catchment.Commands.Telemetry;

/// <summary><c>logdump -J</c>: the entries of flatlog files, one JSON document for each, as the instrument's dump tool prints them.</summary>
/// <remarks>Source: <c>telemetry</c> 8.4, 11.3.</remarks>
internal static class LogdumpCommand
{
    internal const string Name = "logdump";

    private const string Root = "/opt/MagAOX";

    // As the tool names them, with their priorities; the shortest beginning that is none of another's is enough.
    private static readonly (string Word, sbyte Priority)[] Levels =
    [
        ("EMERGENCY", 0), ("ALERT", 1), ("CRITICAL", 2), ("ERROR", 3), ("WARNING", 4), ("NOTICE", 5), ("INFO", 6), ("DEBUG", 7), ("DBG", 7), ("DEBUG2", 8), ("DBG2", 8),
        ("D2", 8), ("TELEMETRY", 64), ("DEFAULT", 126),
    ];

    internal static Command Create()
    {
        var json = new Option<bool>("--json", "-J") { Description = "Print one JSON document for each entry; the only form there is." };
        var file = new Option<string?>("--file", "-F") { HelpName = "FILE", Description = "One file; a name without / is looked for in the folder of --dir." };
        var folder = new Option<string?>("--dir", "-d") { HelpName = "DIR", Description = "The folder of a device's files. Default: logs below MagAOX_PATH, or /opt/MagAOX/logs." };
        var extension = new Option<string>("--ext", "-e") { HelpName = "EXT", Description = "The ending of a device's files.", DefaultValueFactory = _ => ".binlog" };
        var count = new Option<int>("--nfiles", "-n") { HelpName = "N", Description = "Only the newest N files; 0: all. Default: all, the newest when following." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written, and with newer files, until a signal ends it." };
        var pause = new Option<int>("--pauseTime", "-p") { HelpName = "MS", Description = "When following, milliseconds between two looks at the file.", DefaultValueFactory = _ => 250 };
        var check = new Option<int>("--fileCheckInterval") { HelpName = "N", Description = "When following, looks at the file between two looks for a newer one.", DefaultValueFactory = _ => 4 };
        var level = new Option<sbyte>("--level", "-L") { HelpName = "LEVEL", Description = "The least severe entries that are printed: a priority, or a word such as WARNING.", DefaultValueFactory = _ => 126, CustomParser = Level };
        var codes = new Option<ushort[]>("--code", "-C") { HelpName = "CODES", Description = "Only entries of these event codes, with commas between.", CustomParser = Codes };
        var types = new Option<string?>("--log-codes") { HelpName = "FILE", Description = "The instrument's own event codes (logCodes.dat), besides those that are built in." };
        var schemas = new Option<string?>("--log-schemas") { HelpName = "DIR", Description = "The folder of their schemas. Default: types/schemas beside FILE." };
        pause.Validators.Add(result => AtLeast(result, 1));
        check.Validators.Add(result => AtLeast(result, 1));
        count.Validators.Add(result => AtLeast(result, 0));
        var device = new Argument<string?>("DEVICE") { Arity = ArgumentArity.ZeroOrOne, Description = "The device whose files are printed." };
        var command = new Command(Name, "Print the entries of flatlog files (.bintel, .binlog).") { json, file, folder, extension, count, follow, pause, check, level, codes, types, schemas, device };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(json))
                result.AddError("give -J: entries are printed as JSON only");
            if ((result.GetValue(file) is null) == (result.GetValue(device) is null))
                result.AddError("give a DEVICE or -F FILE");
        });
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(folder) ?? Path.Combine(Environment.GetEnvironmentVariable("MagAOX_PATH") is { Length: > 0 } root ? root : Root, "logs");
            FlatlogTypeTable known;
            try
            {
                known = OwnTypes.Load(parsed.GetValue(types), parsed.GetValue(schemas));
            }
            catch (FormatException e)
            {
                Console.Error.WriteLine($"{Name}: {e.Message}");
                return ExitCode.Failed;
            }

            var dump = new LogdumpRun(known, parsed.GetValue(level), parsed.GetValue(codes) ?? [])
            {
                Pause = TimeSpan.FromMilliseconds(parsed.GetValue(pause)),
                LooksBetween = parsed.GetValue(check),
            };
            using var stop = new CancellationTokenSource();
            using var signals = new TerminationSignals(TimeProvider.System, _ => stop.Cancel(), Environment.Exit);
            if (parsed.GetValue(file) is { } one)
                return dump.Run(() => [one.Contains('/', StringComparison.Ordinal) ? one : Path.Combine(directory, one)], 0, parsed.GetValue(follow), stop.Token);
            return dump.Run(() => LogdumpRun.Files(directory, parsed.GetValue(device)!, parsed.GetValue(extension)!), parsed.GetValue(count), parsed.GetValue(follow), stop.Token);
        });
        return command;
    }

    private static void AtLeast(OptionResult result, int least)
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value < least)
            result.AddError($"{result.IdentifierToken?.Value} is {least} or more");
    }

    private static sbyte Level(ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        if (sbyte.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        foreach (var (name, priority) in Levels)
        {
            if (word.Length > 0 && name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return priority;
        }

        result.AddError($"there is no level '{word}': a number, or one of {string.Join(", ", Levels.Select(l => l.Word))}");
        return default;
    }

    private static ushort[] Codes(ArgumentResult result)
    {
        var codes = new List<ushort>();
        foreach (var word in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (ushort.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                codes.Add(code);
            else
                result.AddError($"'{word}' is no event code");
        }

        return [.. codes];
    }
}
