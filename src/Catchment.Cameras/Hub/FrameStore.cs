using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Recording;
using Catchment.Cameras.Pictures;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Hub;

/// <summary>
/// Where frames become files: <c>images/&lt;date&gt;/&lt;node-and-view&gt;-&lt;time of reception&gt;.jpg</c>. Safe for many threads at
/// once; allocates nothing per frame when it does not flush.
/// </summary>
/// <remarks>Source: the camera specification, 3.3 and 3.4.</remarks>
/// <param name="folders">The day folders.</param>
/// <param name="clock">Times of reception.</param>
/// <param name="cap">The daily cap.</param>
/// <param name="space">The medium's free space.</param>
/// <param name="recorder">Told of every frame that is in its file; null: nobody.</param>
internal sealed class FrameStore(DayFolders folders, FrameClock clock, DailyCap cap, FreeSpaceGuard space, ICatalogRecorder? recorder = null)
{
    /// <summary>A taken name means that the clock was set back onto an earlier frame; a few microseconds later is free.</summary>
    private const int MaxAttempts = 1000;

    /// <summary>Stores one frame.</summary>
    /// <param name="nodeAndView">The message's first field, valid UTF-8.</param>
    /// <param name="format">What the picture's file is.</param>
    /// <param name="picture">The file's bytes.</param>
    /// <exception cref="StorageException">The file system refused; nothing is left of the frame.</exception>
    public StoreOutcome Store(ReadOnlySpan<byte> nodeAndView, FrameFormat format, ReadOnlySpan<byte> picture)
    {
        Span<byte> name = stackalloc byte[AtomicFolder.MaxNameBytes];
        if (!FrameName.TryWriteNode(nodeAndView, name, out var length))
            return StoreOutcome.NameTooLong;
        if (space.IsLow)
            return StoreOutcome.NoSpace;
        name = name[..(length + FrameName.TimeBytes)];

        for (var attempt = 1; ; attempt++)
        {
            var time = clock.Next();
            var date = DateOnly.FromDateTime(time);
            if (!cap.TryTake(date, out var first))
                return first ? StoreOutcome.FirstCapped : StoreOutcome.Capped;
            FrameName.WriteTime(time, format, name[length..]);
            var stored = false;
            try
            {
                stored = folders.Write(date, name, picture);
            }
            finally
            {
                if (!stored)
                    cap.GiveBack(date);
            }

            if (stored)
            {
                Record(nodeAndView, time, format, picture);
                return StoreOutcome.Stored;
            }

            if (attempt == MaxAttempts)
                throw new IOException($"Cannot store a frame in {folders.PathOf(date)}: {MaxAttempts} names in a row are taken.");
        }
    }

    private void Record(ReadOnlySpan<byte> nodeAndView, DateTime time, FrameFormat format, ReadOnlySpan<byte> picture)
    {
        if (recorder is null)
            return;
        PictureSize.TryRead(picture, format, out var width, out var height);
        recorder.Frame(nodeAndView, time, format, picture.Length, width, height);
    }
}
