using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Composition;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Servers.OpcUa.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Commands.Tags;

/// <summary><c>catchment gateway certificates|password|mib</c>: who may come to the gateway's OPC UA server, which follows at once, and the MIB of its SNMP agent.</summary>
internal static class GatewayCommand
{
    internal static Command Create() => new("gateway", "Say who may come to the gateway's OPC UA server, and write the MIB of its SNMP agent.") { Certificates(), Password(), GatewayMibCommand.Create() };

    private static Command Certificates() => new("certificates", "The OPC UA server's certificate, and those of its clients and users.") { List(), Trust(), Reject() };

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        var command = new Command("list", "List certificates: thumbprint, state, subject, application.") { json };
        return With(command, (clients, users, parsed) =>
        {
            foreach (var entry in clients.List().Concat(users.List()))
                Print(entry, parsed.GetValue(json));
            return ExitCode.Done;
        });
    }

    private static Command Trust()
    {
        var which = new Argument<string>("THUMBPRINT|FILE") { Description = "A certificate that was rejected, or a file with one." };
        var user = new Option<bool>("--user") { Description = "It is a user's certificate, not a client's." };
        var command = new Command("trust", "Trust a client's or user's certificate.") { which, user };
        return With(command, (clients, users, parsed) =>
        {
            var (text, isUser) = (parsed.GetValue(which)!, parsed.GetValue(user));
            if (File.Exists(text))
                return Tell(text, (isUser ? users : clients).Trust(File.ReadAllBytes(text)));
            return Tell(text, isUser ? users.Trust(text) : OpcUaCertificates.Judge(clients, users, text, isTrusted: true));
        });
    }

    private static Command Reject()
    {
        var which = new Argument<string>("THUMBPRINT") { Description = "A certificate that is trusted." };
        var command = new Command("reject", "Trust a client's or user's certificate no longer.") { which };
        return With(command, (clients, users, parsed) => Tell(parsed.GetValue(which)!, OpcUaCertificates.Judge(clients, users, parsed.GetValue(which)!, isTrusted: false)));
    }

    private static Command Password()
    {
        var name = new Argument<string>("NAME") { Description = "The user's name." };
        var command = new Command("password", "Read a password, and print the user's line for the file gateway.opcua.users.") { name };
        command.SetAction(parsed =>
        {
            var user = parsed.GetValue(name)!;
            if (user.Length == 0 || user.Contains(':', StringComparison.Ordinal) || user[0] == '#' || user.Trim() != user || user.Any(char.IsControl))
            {
                Console.Error.WriteLine("error: a user's name has no colon, does not begin with # and has no blanks around it");
                return ExitCode.Usage;
            }

            var password = Console.IsInputRedirected ? Console.In.ReadLine() : Ask();
            if (string.IsNullOrEmpty(password) || System.Text.Encoding.UTF8.GetByteCount(password) > PasswordHash.MaxPasswordBytes)
            {
                Console.Error.WriteLine($"error: a password has 1 to {PasswordHash.MaxPasswordBytes} bytes");
                return ExitCode.Failed;
            }

            Console.Out.WriteLine($"{user}:{PasswordHash.Of(password)}");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Reads a line from the terminal that nobody sees.</summary>
    private static string Ask()
    {
        Console.Error.Write("Password: ");
        var text = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace)
                text.Append(key.KeyChar);
            else if (text.Length > 0)
                text.Length--;
        }

        Console.Error.WriteLine();
        return text.ToString();
    }

    private static Command With(Command command, Func<CertificateStore, CertificateStore, ParseResult, int> act)
    {
        var file = new Option<string?>("--config", "-c") { HelpName = "FILE", Description = "The configuration. Default: catchment.yaml in the working folder, if there is one." };
        command.Options.Add(file);
        command.SetAction(parsed =>
        {
            var configuration = new ConfigurationSource(parsed.GetValue(file), []).Load();
            if (!ConfigurationArguments.IsUsable(configuration))
                return ExitCode.Usage;
            try
            {
                var (options, folder) = (configuration.GatewayOptions(isAlone: false).OpcUa, StateFolderOf(configuration));
                return act(
                    OpcUaCertificates.Open(options, folder, TimeProvider.System, NullLogger.Instance),
                    OpcUaCertificates.OpenUsers(options, folder, TimeProvider.System, NullLogger.Instance),
                    parsed);
            }
            catch (Exception e) when (e is OpcUaException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"error: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    /// <summary>That of the configuration; without a file that of a gateway that was started here by the original's name, when only it is there.</summary>
    internal static string StateFolderOf(NodeConfiguration configuration) =>
        configuration.Loaded.FilePath is null && !Directory.Exists(configuration.GatewayStateDirectory) && Directory.Exists(NodeConfiguration.DataServiceStateDirectory)
            ? NodeConfiguration.DataServiceStateDirectory
            : configuration.GatewayStateDirectory;

    private static int Tell(string which, CertificateEntry? entry)
    {
        if (entry is null)
        {
            Console.Error.WriteLine($"error: there is no certificate {PagePrinter.Printable(which)}");
            return ExitCode.Failed;
        }

        Print(entry, asJson: false);
        return ExitCode.Done;
    }

    private static void Print(CertificateEntry entry, bool asJson)
    {
        var state = JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.State.ToString());
        if (!asJson)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{entry.Thumbprint}  {state,-8}  {(entry.IsUser ? "user    " : "")}until {entry.NotAfter.UtcDateTime:yyyy-MM-dd}  {PagePrinter.Printable(entry.Subject)}  {PagePrinter.Printable(entry.ApplicationUri ?? "")}").TrimEnd());
            return;
        }

        TagLines.Json(writer =>
        {
            writer.WriteString("thumbprint", entry.Thumbprint);
            writer.WriteString("state", state);
            writer.WriteBoolean("user", entry.IsUser);
            writer.WriteString("subject", entry.Subject);
            writer.WriteString("application_uri", entry.ApplicationUri);
            writer.WriteString("not_before", entry.NotBefore.UtcDateTime);
            writer.WriteString("not_after", entry.NotAfter.UtcDateTime);
            writer.WriteString("file", entry.File);
        });
    }
}
