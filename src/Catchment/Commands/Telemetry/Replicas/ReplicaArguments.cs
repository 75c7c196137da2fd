using System.CommandLine;
using System.CommandLine.Parsing;
using Catchment.Composition;

namespace Catchment.Commands.Telemetry.Replicas;

/// <summary>The configuration of a command about copies: xtelemdb's own under its name, the node's under ours.</summary>
internal sealed class ReplicaArguments
{
    private const string Name = "replicas";

    private readonly TelemetryArguments? _original;
    private readonly ConfigurationArguments? _own;

    /// <summary>Adds its options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isOriginal">It is one of xtelemdb's.</param>
    /// <param name="places">What words are that are no settings; null: they are refused.</param>
    /// <param name="least">So many of them there are at least.</param>
    internal ReplicaArguments(Command command, bool isOriginal, string? places = null, int least = 0)
    {
        if (isOriginal)
            _original = new TelemetryArguments(command, places, Name);
        else
            _own = new ConfigurationArguments(places).AddTo(command);
        if (least > 0)
        {
            command.Validators.Add(result =>
            {
                if (result.Children.OfType<ArgumentResult>().SelectMany(static c => c.Tokens).Count(static t => TelemetryArguments.IsPlace(t.Value)) < least)
                    result.AddError($"{places} is missing");
            });
        }
    }

    /// <summary>Reads the configuration, and runs the command.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">Is given the configuration, the words that are no settings, and what it works with; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    internal Task<int> RunAsync(ParseResult parsed, Func<TelemetryConfiguration, IReadOnlyList<string>, TelemetryRoom, int> work)
    {
        if (_original is not null)
            return _original.RunAsync(parsed, configuration => Task.FromResult(Run(configuration, _original.Places(parsed))));
        return Task.FromResult(_own!.Load(parsed) is { } node ? Run(node.Telemetry, _own.Others(parsed)) : ExitCode.Usage);

        int Run(TelemetryConfiguration configuration, IReadOnlyList<string> places) => TelemetryWork.Run(Name, configuration, room => places.Contains("", StringComparer.Ordinal) ? throw new FormatException("An empty word is no folder") : work(configuration, places, room));
    }
}
