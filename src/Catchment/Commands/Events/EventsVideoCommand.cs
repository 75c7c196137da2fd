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
        var output = new Option<FileInfo>("--output", "-o") { Required = true, HelpName = "FILE", Description = "The film to write, an MP4; an existing file is replaced." };
        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is not { } file)
                return;
            if (file.Name.Length == 0 || Directory.Exists(file.FullName))
                result.AddError($"--output: {file.FullName} is a folder: the name of a file is wanted, such as film.mp4");
            else if (!Directory.Exists(file.DirectoryName))
                result.AddError($"--output: there is no folder {file.DirectoryName}");
        });
        var sets = new Option<string[]>("--set") { HelpName = "TYPE", Description = "Draw the boxes of this tracking set, such as trk; may be given several times." };
        sets.Validators.Add(result =>
        {
            foreach (var type in result.Tokens.Where(t => !EventNames.IsType(t.Value)))
                result.AddError($"--set: '{type.Value}' is no type of a tracking set: letters, digits and dashes are wanted, such as trk");
        });
        var command = new Command("video", "Make a film of a recorded event: H.264 in an MP4, with its pictures at their own times. Needs ffmpeg.") { output, sets };
        var named = new EventArguments().AddTo(command);
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) => arguments.Load(parsed) is { } configuration
            ? await MakeAsync(configuration, new EventVideoRequest(named.KeyOf(parsed), parsed.GetValue(sets) ?? []), parsed.GetValue(output)!.FullName)
            : ExitCode.Usage);
        return command;
    }

    private static async Task<int> MakeAsync(NodeConfiguration configuration, EventVideoRequest request, string path)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        if (RecordedEvents.Of(configuration) is not { } events)
        {
            Console.Error.WriteLine("error: an imagehub.yaml says nothing of recorded events. Name a camwatcher.yaml, a datapump.yaml or a catchment.yaml with -c.");
            return ExitCode.Usage;
        }

        // Beside the file: it appears whole, or not at all.
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

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // The encoder is ended first, and what it wrote is removed.
            stop.Cancel();
        }
    }
}
