using System.CommandLine;
using Catchment.Composition;
using Catchment.Telemetry.Settings;

namespace Catchment.Commands.Telemetry;

/// <summary>What every subcommand of <c>xtelemdb</c> takes.</summary>
/// <remarks>Source: <c>telemetry</c> 2, 3.</remarks>
internal sealed class TelemetryArguments
{
    private readonly string _subcommand;

    private readonly Option<string[]> _files = new("--config-file", "--config", "-c")
    {
        HelpName = "FILE",
        Description = "Configuration in TOML; may be repeated, a later file's top-level keys and tables replace those of earlier ones. Or one catchment.yaml.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Log more." };
    private readonly Option<bool> _dump = new("--dump-config") { Description = "Print the configuration in force as TOML, and end." };

    private readonly Argument<string[]> _words;
    private readonly bool _takesPlaces;

    /// <summary>Adds them to a subcommand.</summary>
    /// <param name="command">The subcommand.</param>
    /// <param name="places">What words are that are no settings, such as folders; null: they are refused.</param>
    /// <param name="name">What its usual file is called after; null: the subcommand.</param>
    internal TelemetryArguments(Command command, string? places = null, string? name = null)
    {
        _subcommand = name ?? command.Name;
        _takesPlaces = places is not null;
        _words = new Argument<string[]>(places is null ? "KEY=VALUE" : $"{places}|KEY=VALUE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Settings over those of the files, such as database.host=aoc; a list has commas between its items.",
        };
        command.Options.Add(_files);
        command.Options.Add(_verbose);
        command.Options.Add(_dump);
        command.Arguments.Add(_words);
        _words.Validators.Add(static words =>
        {
            foreach (var word in words.Tokens.Where(t => t.Value.StartsWith('-')))
                words.AddError($"there is no option {word.Value}");
        });
        command.Options.Add(TelemetryHelp.Option());
    }

    // The original knows ingest as backfill.
    private string Usual => _subcommand == "ingest" && !File.Exists("./ingest.conf") ? "./backfill.conf" : $"./{_subcommand}.conf";

    /// <summary>The words that are no settings.</summary>
    internal IReadOnlyList<string> Places(ParseResult parsed) => [.. Words(parsed).Where(IsPlace)];

    /// <summary>Whether a word is a folder or a store's address: these may have a <c>=</c> in them too.</summary>
    internal static bool IsPlace(string word) => !word.Contains('=', StringComparison.Ordinal) || word[0] is '/' or '.' || word.StartsWith("s3://", StringComparison.Ordinal);

    /// <summary>Reads the configuration and does with it what the subcommand does.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">The subcommand.</param>
    /// <returns>The exit code: 1 where the configuration is wrong.</returns>
    internal Task<int> RunAsync(ParseResult parsed, Func<TelemetryConfiguration, Task<int>> work) =>
        RunAsync(parsed, new TelemetryFile(Usual), isVerbose: false, configuration => work(configuration.Telemetry));

    /// <inheritdoc cref="RunAsync(ParseResult, Func{TelemetryConfiguration, Task{int}})"/>
    /// <param name="parsed">The command line.</param>
    /// <param name="usual">The file that is read without being given.</param>
    /// <param name="isVerbose">More is logged, whatever the options say.</param>
    /// <param name="work">The subcommand.</param>
    internal async Task<int> RunAsync(ParseResult parsed, TelemetryFile usual, bool isVerbose, Func<NodeConfiguration, Task<int>> work)
    {
        var files = usual.Before(parsed.GetValue(_files) ?? []);
        if (files.Length > 1 && files.FirstOrDefault(IsYaml) is { } own)
        {
            Console.Error.WriteLine($"error: {own}: a catchment.yaml is given alone; several files are TOML");
            return ExitCode.Failed;
        }

        var source = new ConfigurationSource(files.FirstOrDefault(), [.. Words(parsed).Where(w => !_takesPlaces || !IsPlace(w))], parsed.GetValue(_verbose) || isVerbose, As: IsOurs(files) ? null : TelemetryFiles.Configuration)
        {
            FurtherFiles = [.. files.Skip(1)],
        };
        var configuration = source.Load();
        if (!ConfigurationArguments.IsUsable(configuration))
            return ExitCode.Failed;
        if (!parsed.GetValue(_dump))
            return await work(configuration);
        Console.Out.Write(TelemetryDump.Render(configuration.Telemetry.Options));
        return ExitCode.Done;
    }

    /// <summary>A <c>catchment.yaml</c>, whose section <c>telemetry</c> has the same keys.</summary>
    private static bool IsOurs(string[] files) => files is [var file] && IsYaml(file);

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    private string[] Words(ParseResult parsed) => parsed.GetValue(_words) ?? [];
}
