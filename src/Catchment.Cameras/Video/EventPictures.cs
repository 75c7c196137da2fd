using Catchment.Cameras.Events;
using Catchment.Cameras.Pictures;

namespace Catchment.Cameras.Video;

/// <summary>The pictures of an event, on their way to the encoder: one file in memory at a time.</summary>
internal sealed class EventPictures
{
    private static readonly TimeSpan UsualStep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLastStep = TimeSpan.FromSeconds(1);

    private readonly EventFolders _folders;
    private readonly EventKey _key;

    private EventPictures(EventFolders folders, EventKey key, IReadOnlyList<DateTime> times, int width, int height)
    {
        _folders = folders;
        _key = key;
        Times = times;
        Width = width;
        Height = height;
    }

    /// <summary>When they were taken, oldest first; at least one.</summary>
    public IReadOnlyList<DateTime> Times { get; }

    /// <summary>Pixels a row of the first picture that can be read.</summary>
    public int Width { get; }

    /// <summary>Rows of the first picture that can be read.</summary>
    public int Height { get; }

    /// <summary>The filter that brings every picture to one size and form: H.264 with colour at half size wants even sides.</summary>
    public string Fit => $"scale={Width / 2 * 2}:{Height / 2 * 2}:out_range=tv,setsar=1,format=yuv420p";

    /// <summary>How long the last picture is shown: as long as the one before it.</summary>
    private TimeSpan LastStep => Times.Count < 2 ? UsualStep : TimeSpan.FromTicks(Math.Min((Times[^1] - Times[^2]).Ticks, LongestLastStep.Ticks));

    /// <summary>Looks what there is.</summary>
    /// <exception cref="EventVideoException">There is nothing to show, or too much.</exception>
    public static EventPictures Find(IEventFiles files, EventKey key, int most)
    {
        IReadOnlyList<DateTime> times = files.PictureTimes(key);
        if (times.Count > most)
            throw new EventVideoException(EventVideoFault.NoPictures, $"The event has {times.Count} pictures; a film may have {most}.");
        foreach (DateTime time in times)
        {
            if (Read(files.Folders, key, time) is { } jpeg && JpegHeader.TryReadSize(jpeg, out int width, out int height) && width > 1 && height > 1)
                return new EventPictures(files.Folders, key, times, width, height);
        }

        throw new EventVideoException(EventVideoFault.NoPictures, "The event has no picture that can be shown.");
    }

    /// <summary>Writes them as a Matroska stream. What cannot be read as a picture is passed over; the one before it stays in view.</summary>
    /// <exception cref="IOException">The encoder has gone.</exception>
    /// <exception cref="EventVideoException">A picture is there, but cannot be read.</exception>
    public async Task WriteAsync(Stream output, CancellationToken cancellation)
    {
        var stream = new MatroskaStream(output);
        await stream.BeginAsync(Width, Height, cancellation);
        for (var i = 0; i < Times.Count; i++)
        {
            if (Read(_folders, _key, Times[i]) is not { } jpeg || !JpegHeader.TryReadSize(jpeg, out _, out _))
                continue;
            TimeSpan step = i + 1 < Times.Count ? Times[i + 1] - Times[i] : LastStep;
            await stream.WriteAsync(jpeg, Times[i] - Times[0], step, cancellation);
        }

        await output.FlushAsync(cancellation);
    }

    /// <summary>A picture's bytes; null: there is none.</summary>
    /// <exception cref="EventVideoException">It is there, but cannot be read.</exception>
    private static byte[]? Read(EventFolders folders, EventKey key, DateTime time)
    {
        try
        {
            // A symbolic link is not followed: it may lead anywhere.
            var file = new FileInfo(folders.PictureOf(key, time));
            return file.LinkTarget is null ? File.ReadAllBytes(file.FullName) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EventVideoException(EventVideoFault.Failed, $"The picture of {EventNames.Text(time)} cannot be read: {e.Message}");
        }
    }
}
