using System.CommandLine;
using System.CommandLine.Parsing;
using Catchment.Composition;
using Catchment.Core.Configuration;

namespace Catchment.Commands;

/// <summary>What every command that reads the configuration takes: <c>-c FILE</c>, <c>--verbose</c>, <c>key=value</c> words.</summary>
/// <param name="others">What words without <c>=</c> are, for a command that takes such; null: they are refused.</param>
internal sealed class ConfigurationArguments(string? others = null)
{
    private readonly Option<string?> _file = new("--config", "-c")
    {
        HelpName = "FILE",
        Description = "The configuration: catchment.yaml, or the file of a replaced program as it is. Default: catchment.yaml in the working folder, if there is one.",
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Log more." };

    private readonly Argument<string[]> _words = new(others is null ? "key=value" : $"{others}|key=value")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Settings, over those of the file and of the environment, such as hub.listen=tcp://127.0.0.1:5556.",
    };

    /// <summary>Adds them to a command.</summary>
    internal ConfigurationArguments AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_verbose);
        command.Arguments.Add(_words);
        if (others is null)
            _words.Validators.Add(OnlyWords);
        return this;
    }

    /// <summary>The words without <c>=</c>.</summary>
    internal IReadOnlyList<string> Others(ParseResult parsed) => [.. (parsed.GetValue(_words) ?? []).Where(w => !IsSetting(w))];

    /// <summary>What the words say about the configuration.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="further">Settings that other options stand for; the words go before them.</param>
    internal ConfigurationSource Source(ParseResult parsed, IReadOnlyList<string>? further = null) => new(parsed.GetValue(_file), [.. further ?? [], .. (parsed.GetValue(_words) ?? []).Where(IsSetting)], parsed.GetValue(_verbose));

    /// <summary>Reads the configuration and tells what is wrong with it; null when it cannot be used.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="further">Settings that other options stand for; the words go before them.</param>
    internal NodeConfiguration? Load(ParseResult parsed, IReadOnlyList<string>? further = null)
    {
        var configuration = Source(parsed, further).Load();
        return IsUsable(configuration) ? configuration : null;
    }

    /// <summary>Whether a configuration can be used; tells every error.</summary>
    internal static bool IsUsable(NodeConfiguration configuration)
    {
        foreach (var message in configuration.Messages.Where(m => m.Severity == MessageSeverity.Error))
            Console.Error.WriteLine($"error: {message.Text}");
        return !configuration.HasErrors;
    }

    private static bool IsSetting(string word) => word.Contains('=', StringComparison.Ordinal);

    private static void OnlyWords(ArgumentResult words)
    {
        foreach (var word in words.Tokens.Where(t => !IsSetting(t.Value)))
            words.AddError($"'{word.Value}' is no setting: key=value is wanted, such as hub.listen=tcp://127.0.0.1:5556");
    }
}
