using System.ComponentModel;
using System.Diagnostics;
using Catchment.Cameras.Events;

namespace Catchment.Cameras.Video;

/// <summary>
/// Makes a film of a recorded event: an MP4 (H.264) that every browser plays, with the pictures at their own times. The encoder is the
/// machine's <c>ffmpeg</c>: it gets its arguments as a list and the pictures through its input, so that no name reaches a shell.
/// </summary>
/// <param name="files">The event's pictures and tracking sets.</param>
/// <param name="options">The encoder and the bounds.</param>
/// <param name="time">The clock of the time limit.</param>
/// <remarks>Safe for many threads; at most <see cref="EventVideoOptions.MostAtOnce"/> films are made at once.</remarks>
public sealed class EventVideo(IEventFiles files, EventVideoOptions options, TimeProvider time) : IDisposable
{
    private const int MostErrorText = 600;

    /// <summary>ENOENT.</summary>
    private const int NoSuchFile = 2;

    /// <summary>A filter from a file, up to ffmpeg 8.</summary>
    private const string FilterScript = "-filter_script:v";

    /// <summary>The same from ffmpeg 7 on; ffmpeg 9 knows nothing else.</summary>
    private const string FilterFile = "-/filter:v";

    private volatile string _filterOption = FilterScript;

    /// <summary>Until an encoder says that it was built without the library for it.</summary>
    private volatile bool _drawsSubtitles = true;

    private readonly SemaphoreSlim _places = new(options.MostAtOnce, options.MostAtOnce);

    /// <summary>Makes the film.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="path">The file to write; an existing one is replaced. After a failure there is none.</param>
    /// <param name="cancellation">Ends the encoder.</param>
    /// <exception cref="EventVideoException">It cannot be made; the fault says why.</exception>
    /// <exception cref="IOException">A picture's folder or the file cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task MakeAsync(EventVideoRequest request, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!await _places.WaitAsync(TimeSpan.Zero, cancellation))
            throw new EventVideoException(EventVideoFault.Busy, $"{options.MostAtOnce} films are being made already; ask again in a moment.");
        try
        {
            await EncodeAsync(request, path, cancellation);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task EncodeAsync(EventVideoRequest request, string path, CancellationToken cancellation)
    {
        EventPictures pictures = EventPictures.Find(files, request.Key, options.MostPictures);
        IReadOnlyList<ShownBox> boxes = ShownBoxes.Of(files, request, pictures.Times, options.MostBoxes);
        using var limit = new CancellationTokenSource(options.Limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            for (var toLearn = 2; ; toLearn--)
            {
                try
                {
                    await EncodeAsync(pictures, boxes, path, end.Token);
                    return;
                }
                catch (EventVideoException e) when (boxes.Count > 0 && toLearn > 0 && LearnsFrom(e.Message))
                {
                    // Once more, as this encoder wants it.
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new EventVideoException(EventVideoFault.Failed, $"The film was not done after {options.Limit.TotalSeconds:0} s and was given up.");
        }
    }

    /// <summary>Whether an encoder's complaint is about how it was asked, which is done differently from then on.</summary>
    private bool LearnsFrom(string complaint)
    {
        bool isOfOption = complaint.Contains("Unrecognized option 'filter_script", StringComparison.Ordinal);
        bool isOfSubtitles = complaint.Contains("No such filter: 'ass'", StringComparison.Ordinal);
        if (isOfOption)
            _filterOption = FilterFile;
        if (isOfSubtitles)
            _drawsSubtitles = false;
        return isOfOption || isOfSubtitles;
    }

    private async Task EncodeAsync(EventPictures pictures, IReadOnlyList<ShownBox> boxes, string path, CancellationToken cancellation)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string? script = boxes.Count == 0 ? null : Path.Combine(folder, $".{Guid.NewGuid():N}.boxes");
        string? subtitles = script is null || !_drawsSubtitles ? null : script + ".ass";
        try
        {
            if (subtitles is not null)
                await File.WriteAllTextAsync(subtitles, BoxSubtitles.Of(boxes, pictures.Width, pictures.Height), cancellation);
            if (script is not null)
                await File.WriteAllTextAsync(script, subtitles is null ? BoxFilter.Of(boxes, pictures.Fit) : BoxFilter.Of(Path.GetFileName(subtitles), pictures.Fit), cancellation);
            using Process encoder = Start(Arguments(pictures, script, Path.GetFullPath(path)), folder);
            try
            {
                await RunAsync(encoder, pictures, cancellation);
            }
            finally
            {
                End(encoder);
            }
        }
        finally
        {
            foreach (string written in new[] { script, subtitles }.OfType<string>())
                File.Delete(written);
        }
    }

    private List<string> Arguments(EventPictures pictures, string? script, string path)
    {
        List<string> arguments =
        [
            "-hide_banner", "-loglevel", "error", "-nostats", "-y",
            "-protocol_whitelist", "pipe", "-f", "matroska", "-i", "pipe:0",
        ];
        if (script is null)
            arguments.AddRange(["-vf", pictures.Fit]);
        else
            arguments.AddRange([_filterOption, script]);
        arguments.AddRange(
        [
            "-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-threads", options.Threads.ToString(),
            "-fps_mode", "vfr", "-video_track_timescale", "90000", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4", path,
        ]);
        return arguments;
    }

    private Process Start(IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(options.Encoder, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder, // A name in a filter needs no quoting then.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new EventVideoException(
                EventVideoFault.NoEncoder,
                e.NativeErrorCode == NoSuchFile ? "Films are made by ffmpeg, which is not on this machine; install it with 'apt install ffmpeg'." : $"Films are made by ffmpeg, which cannot be started: {e.Message}");
        }
    }

    private static async Task RunAsync(Process encoder, EventPictures pictures, CancellationToken cancellation)
    {
        Task<string> complaint = FirstOfAsync(encoder.StandardError, cancellation);
        Task<string> rest = FirstOfAsync(encoder.StandardOutput, cancellation);
        try
        {
            await pictures.WriteAsync(encoder.StandardInput.BaseStream, cancellation);
            encoder.StandardInput.Close();
        }
        catch (IOException) when (!cancellation.IsCancellationRequested)
        {
            // The encoder has gone away; its own words, below, say why.
        }

        await encoder.WaitForExitAsync(cancellation);
        await rest;
        if (encoder.ExitCode != 0)
            throw new EventVideoException(EventVideoFault.Failed, $"ffmpeg could not make the film (exit code {encoder.ExitCode}): {(await complaint).Trim()}");
    }

    /// <summary>Reads to the end, so that the encoder never waits for us, and keeps the beginning.</summary>
    private static async Task<string> FirstOfAsync(StreamReader output, CancellationToken cancellation)
    {
        var kept = new char[MostErrorText];
        var length = 0;
        var buffer = new char[MostErrorText];
        int read;
        while ((read = await output.ReadAsync(buffer, cancellation)) > 0)
        {
            int taken = Math.Min(read, kept.Length - length);
            buffer.AsSpan(0, taken).CopyTo(kept.AsSpan(length));
            length += taken;
        }

        return new string(kept, 0, length);
    }

    private static void End(Process encoder)
    {
        try
        {
            if (encoder.HasExited)
                return;
            encoder.Kill(entireProcessTree: true);
            encoder.WaitForExit(); // or it would still hold the file that is deleted next
        }
        catch (InvalidOperationException)
        {
            // It ended by itself meanwhile.
        }
    }
}
