using System.CommandLine;
using Catchment.Composition;
using Catchment.Core.Configuration;

namespace Catchment.Commands;

/// <summary><c>catchment config check|show|schema|reference</c>.</summary>
internal static class ConfigCommand
{
    internal static Command Create() => new("config", "Check, show and describe the configuration.") { Check(), Show(), Schema(), Reference() };

    private static Command Check()
    {
        var command = new Command("check", "Tell everything that is wrong with the configuration, at once.");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(parsed =>
        {
            if (arguments.Load(parsed) is not { } configuration)
                return ExitCode.Usage;
            foreach (var warning in configuration.Messages)
                Console.Error.WriteLine($"warning: {warning.Text}");
            Console.Out.WriteLine($"{configuration.Loaded.FilePath ?? "defaults, without a file"}: no errors, {configuration.Messages.Count} warnings");

            // No fault of the file, which may be checked on another machine.
            if (PumpParts.WhyItCannotStart(configuration) is { } why)
                Console.Out.WriteLine($"On this machine: {why}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Print every setting as it is in force, and where it comes from.");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(parsed =>
        {
            if (arguments.Load(parsed) is not { } configuration)
                return ExitCode.Usage;
            Console.Out.Write(ConfigurationListing.Render(configuration.Loaded.Effective()));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Schema()
    {
        var original = new Argument<string?>("original") { Arity = ArgumentArity.ZeroOrOne, Description = "The file of a replaced program. Default: catchment.yaml." };
        original.AcceptOnlyFromAmong([.. Sections.Catalogue.Originals.Select(o => o.FileName)]);
        var command = new Command("schema", "Print the JSON Schema of catchment.yaml, or of an original's file, for editors.") { original };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(original);
            var file = Sections.Catalogue.Originals.FirstOrDefault(o => o.FileName == name);
            Console.Out.WriteLine(file is null ? JsonSchemaWriter.Write(Sections.Catalogue) : JsonSchemaWriter.Write(Sections.Catalogue, file));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Reference()
    {
        var command = new Command("reference", "Print the reference of all settings as Markdown.");
        command.SetAction(_ =>
        {
            Console.Out.Write(ConfigurationReference.Write(Sections.Catalogue));
            return ExitCode.Done;
        });
        return command;
    }
}
