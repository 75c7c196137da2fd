using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Catchment.Composition;
using Catchment.Core.Configuration;

namespace Catchment.Commands.Telemetry;

/// <summary>The help of a subcommand: its usage, then every key of the configuration with type, text and default.</summary>
/// <remarks>Source: <c>telemetry</c> 2.</remarks>
internal sealed class TelemetryHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _usage = new();

    /// <summary>The option <c>-h</c>.</summary>
    internal static Option Option() => new HelpOption { Action = new TelemetryHelp() };

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        _usage.Invoke(parseResult);
        Console.Out.WriteLine("Configuration keys (in FILE, or as KEY=VALUE):");
        foreach (var row in ConfigurationReference.Rows(Sections.Telemetry).Where(row => row.Kind != "mapping"))
        {
            Console.Out.WriteLine($"  {row.Key} ({row.Kind}, default {row.ByDefault.Trim('`')})");
            Console.Out.WriteLine($"      {row.Meaning}");
        }

        return ExitCode.Done;
    }
}
