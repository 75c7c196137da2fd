using System.CommandLine;
using System.Runtime.InteropServices;
using Catchment.Commands.Events;
using Catchment.Composition;
using Catchment.Core.Hosting;
using Catchment.Tags.Ipc;
using Catchment.Tags.Sync;
using Catchment.Tags.Sync.Polling;

namespace Catchment.Commands.Tags;

/// <summary><c>catchment tags read|write|watch|list|polled</c>: the gateway's points over its Unix socket, and what is polled for them.</summary>
internal static class TagsCommand
{
    internal static Command Create() => new("tags", "Read, write and watch the gateway's tags over its Unix socket.") { Read(), Write(), Watch(), List(), Polled() };

    private static Command Read()
    {
        var keys = new Argument<string[]>("KEY") { Arity = ArgumentArity.OneOrMore, Description = "Keys of points." };
        return With(new Command("read", "Read points: key, value, quality, time. Exit status 1 when one does not exist."), keys, async (client, parsed, json, stop) =>
        {
            var found = await client.ReadAsync(parsed.GetValue(keys)!, stop);
            var isComplete = true;
            foreach (var key in parsed.GetValue(keys)!)
            {
                if (found.GetValueOrDefault(key) is { } reading)
                {
                    TagLines.Print(key, reading, json);
                    continue;
                }

                isComplete = false;
                Console.Error.WriteLine($"error: there is no point {PagePrinter.Printable(key)}");
            }

            return isComplete ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static Command Write()
    {
        var key = new Argument<string>("KEY") { Description = "The point's key." };
        var value = new Argument<string>("VALUE") { Description = "The value as JSON; what is no JSON is a text." };
        var text = new Option<bool>("--text") { Description = "The value is a text, whatever it looks like." };
        var command = new Command("write", "Write a point.") { text, key };
        return With(command, value, async (client, parsed, json, stop) =>
        {
            var reply = await client.WriteAsync(parsed.GetValue(key)!, TagLines.Parse(parsed.GetValue(value)!, parsed.GetValue(text)), stop);
            if (json)
                TagLines.Print(reply);
            else if (reply.Ok)
                Console.Out.WriteLine(reply.Registered ? "ok, registered" : "ok");
            if (!reply.Ok)
                Console.Error.WriteLine($"error: {reply.Error}");
            return reply.Ok ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static Command Watch()
    {
        var keys = new Argument<string[]>("KEY") { Arity = ArgumentArity.ZeroOrMore, Description = "Keys of points; none for all, or those of --prefix." };
        var prefix = new Option<string[]>("--prefix") { HelpName = "TEXT", Description = "Points whose keys begin so; may be repeated." };
        var interval = new Option<int>("--interval") { HelpName = "MS", Description = "Tell a point's newest value at most once in so many milliseconds." };
        var command = new Command("watch", "Print changes as they come, until it is interrupted.") { prefix, interval };
        return With(command, keys, async (client, parsed, json, _) =>
        {
            var (wanted, beginnings) = (parsed.GetValue(keys), parsed.GetValue(prefix));
            using var interrupted = new CancellationTokenSource();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            try
            {
                await foreach (var change in client.SubscribeAsync(
                    wanted is { Length: > 0 } ? wanted : null, beginnings is { Length: > 0 } ? beginnings : null, TimeSpan.FromMilliseconds(Math.Max(0, parsed.GetValue(interval))), interrupted.Token))
                    TagLines.Print(change, json);
            }
            catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
            {
                // That is its end.
            }

            return ExitCode.Done;

            void Stop(PosixSignalContext signal)
            {
                signal.Cancel = true;
                interrupted.Cancel();
            }
        });
    }

    private static Command List()
    {
        var prefix = new Argument<string>("PREFIX") { Arity = ArgumentArity.ZeroOrOne, Description = "What keys begin with; nothing for all.", DefaultValueFactory = static _ => "" };
        return With(new Command("list", "List points: key, value, quality, time."), prefix, async (client, parsed, json, stop) =>
        {
            foreach (var (key, reading) in await client.ListAsync(parsed.GetValue(prefix)!, stop))
                TagLines.Print(key, reading!, json);
            return ExitCode.Done;
        });
    }

    private static Command Polled()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        var command = new Command("polled", "Show what the polling service has, and what the sync writes of it, as which key, or why not.") { json };
        var options = new SyncArguments().AddTo(command);
        var configured = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (configured.Load(parsed, options.Words(parsed)) is not { } configuration)
                return ExitCode.Usage;
            var settings = configuration.Sync.Settings!;
            try
            {
                foreach (var line in await PolledPreview.ReadAsync(settings, TimeProvider.System, stop))
                    TagLines.Print(line, parsed.GetValue(json));
                return ExitCode.Done;
            }
            catch (Exception e) when (e is PollingException or PolledDocumentException)
            {
                Console.Error.WriteLine($"error: The polling service at {settings.PollingUrl} gives no polled values: {e.Message} (--polling-url, sync.polling_url)");
            }
            catch (OperatorException e)
            {
                Console.Error.WriteLine($"error: {e.Message}");
            }

            return ExitCode.Failed;
        });
        return command;
    }

    private static Command With(Command command, Argument argument, Func<IpcClient, ParseResult, bool, CancellationToken, Task<int>> act)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        var socket = new Option<string?>("--socket-path") { HelpName = "PATH", Description = "The gateway's Unix socket. Default: that of the configuration, of the environment's IPC_SOCKET_PATH, or /tmp/dataservice.sock." };
        var file = new Option<string?>("--config", "-c") { HelpName = "FILE", Description = "The configuration. Default: catchment.yaml in the working folder, if there is one." };
        command.Options.Add(json);
        command.Options.Add(socket);
        command.Options.Add(file);
        command.Arguments.Add(argument);
        command.SetAction(async (parsed, stop) =>
        {
            var configuration = new ConfigurationSource(parsed.GetValue(file), []).Load();
            if (!ConfigurationArguments.IsUsable(configuration))
                return ExitCode.Usage;
            using var client = new IpcClient(parsed.GetValue(socket) ?? SocketOf(configuration));
            try
            {
                return await act(client, parsed, parsed.GetValue(json), stop);
            }
            catch (IOException e)
            {
                Console.Error.WriteLine($"error: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    /// <summary>The socket that is named; else that of a node that runs here, else the usual one.</summary>
    private static string SocketOf(NodeConfiguration configuration)
    {
        var inNode = configuration.GatewayOptions(isAlone: false).Ipc.SocketPath;
        return !configuration.Sync.NamesSocket && File.Exists(inNode) ? inNode : configuration.Sync.Settings!.SocketPath;
    }
}
