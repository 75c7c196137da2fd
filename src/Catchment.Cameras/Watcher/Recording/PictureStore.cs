using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// Where an event's pictures become files. They lie under the day of the event, also when an event that begins before midnight has its
/// first picture after it: <c>img</c>, <c>pic</c> and deletions, which only know the event's day, find them.
/// </summary>
/// <param name="folders">The day folders of pictures.</param>
/// <param name="condition">Whether the disk takes them.</param>
/// <param name="metrics">Counts them.</param>
/// <remarks>Source: the camera specification, 5 and 10.4. Safe for many threads at once.</remarks>
internal sealed class PictureStore(DayFolders folders, RecordingCondition condition, WatcherMetrics metrics)
{
    private const int LongestName = EventNames.MaxIdLength + 1 + EventNames.TimeLength + 4;

    /// <summary>Stores a picture of an event; what does not go is counted and shown.</summary>
    /// <param name="opened">The event.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="discards">Told of what is not kept.</param>
    internal void Store(OpenEvent opened, HeldPicture picture, DiscardLog discards)
    {
        if (!opened.MayWritePicture())
        {
            if (discards.Occurs(WatcherDiscard.Deleted))
                discards.Tell(WatcherDiscard.Deleted, opened.Key.ToString());
            return;
        }

        try
        {
            if (condition.IsFull)
            {
                metrics.Failed(WatcherError.NoSpace);
                return;
            }

            Span<byte> name = stackalloc byte[LongestName];
            name = name[..WriteName(opened.Key.Id, picture.Time, name)];
            if (folders.Write(opened.Key.Day, name, picture.Jpeg))
                metrics.PictureStored();
            else if (discards.Occurs(WatcherDiscard.DuplicatePicture))
                discards.Tell(WatcherDiscard.DuplicatePicture, name);
            condition.Works(RecordingWrite.Pictures);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            metrics.Failed(WatcherError.Picture);
            condition.Fails(RecordingWrite.Pictures, e);
        }
        finally
        {
            opened.PictureDone();
        }
    }

    /// <summary>Writes <c>&lt;event&gt;_&lt;time&gt;.jpg</c>.</summary>
    internal static int WriteName(string id, DateTime time, Span<byte> name)
    {
        var length = Encoding.ASCII.GetBytes(id, name);
        name[length++] = (byte)'_';
        time.TryFormat(name[length..], out var written, "yyyy-MM-dd_HH.mm.ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
        length += written;
        ".jpg"u8.CopyTo(name[length..]);
        return length + 4;
    }
}
