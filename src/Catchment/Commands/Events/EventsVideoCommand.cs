using System.CommandLine;
using System.Runtime.InteropServices;
using Catchment.Cameras.Events;
using Catchment.Cameras.Video;
using Catchment.Composition;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events video DATE EVENT -o FILE</c>: a recorded event as a film, straight from its files.</summary>
internal static class EventsVideoCommand
{
    internal static Command Create()
    {
        var day = new Argument<string>("DATE") { Description = "The day that the event is filed under: 2026-05-01." };
        var id = new Argument<string>("EVENT") { Description = "The event's id." };
        var output = new Option<string>("--output", "-o") { Required = true, HelpName = "FILE", Description = "The film to write, an MP4; an existing file is replaced." };
        var sets = new Option<string[]>("--set") { HelpName = "TYPE", AllowMultipleArgumentsPerToken = true, Description = "Draw the boxes of this tracking set, such as trk; may be given several times." };
        var command = new Command("video", "Make a film of a recorded event: H.264 in an MP4, with its pictures at their own times. Needs ffmpeg.") { day, id, output, sets };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (arguments.Load(parsed) is not { } configuration)
                return ExitCode.Usage;
            var types = parsed.GetValue(sets) ?? [];
            if (!EventNames.TryParseDay(parsed.GetValue(day), out var date) || !EventNames.IsId(parsed.GetValue(id)) || !Array.TrueForAll(types, t => EventNames.IsType(t)))
            {
                Console.Error.WriteLine("error: a day is written 2026-05-01; an event's id and a set's type have letters, digits and dashes only");
                return ExitCode.Usage;
            }

            return await MakeAsync(configuration, new EventVideoRequest(new EventKey(date, parsed.GetValue(id)!), types), Path.GetFullPath(parsed.GetValue(output)!), stop);
        });
        return command;
    }

    private static async Task<int> MakeAsync(NodeConfiguration configuration, EventVideoRequest request, string path, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true; // The encoder is ended first, and what it wrote is removed.
            stop.Cancel();
        });

        // Beside the file: it appears whole, or not at all.
        if (RecordedEvents.Of(configuration) is not { } events)
        {
            Console.Error.WriteLine("error: an imagehub.yaml says nothing of recorded events. Name a camwatcher.yaml, a datapump.yaml or a catchment.yaml with -c.");
            return ExitCode.Usage;
        }

        var unfinished = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");
        try
        {
            using var video = new EventVideo(events.Files, new EventVideoOptions { Threads = 0, Limit = TimeSpan.FromHours(1) }, TimeProvider.System);
            await video.MakeAsync(request, unfinished, stop.Token);
            File.Move(unfinished, path, overwrite: true);
            Console.Out.WriteLine($"{path}: {new FileInfo(path).Length:N0} bytes");
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("stopped; there is no film");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is EventVideoException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: no film of {request.Key} was made: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
