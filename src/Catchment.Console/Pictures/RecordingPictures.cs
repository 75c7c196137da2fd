using Catchment.Cameras.Events;
using Catchment.WebConsole.OpenApi;

namespace Catchment.WebConsole.Pictures;

/// <summary>Finds the picture files of recorded events, and gives their paths on the web server.</summary>
internal sealed class RecordingPictures(IEventFiles files)
{
    /// <summary>The name that an event's first picture is asked for by.</summary>
    public const string First = "first";

    private readonly FirstPictures _first = new(files.Folders);

    /// <summary>The path that a picture's time and <c>.jpg</c> are put behind.</summary>
    public static string RootOf(EventKey key) => $"{ApiRouting.Root}pictures/recordings/{EventNames.Text(key.Day)}/{key.Id}/";

    /// <summary>The path of an event's first picture.</summary>
    public static string UrlOfFirst(EventKey key) => RootOf(key) + First + ".jpg";

    /// <summary>Finds a picture.</summary>
    /// <param name="key">The event.</param>
    /// <param name="name">The picture's time as file names have it, or <see cref="First"/>.</param>
    /// <returns>The file; null: there is none, or the name can be no picture's.</returns>
    /// <exception cref="IOException">The day's folder cannot be read.</exception>
    public FileInfo? Find(EventKey key, string name)
    {
        DateTime? time = name == First ? _first.Of(key) : EventNames.TryParseTime(name, out DateTime read) && EventNames.Text(read) == name ? read : null;
        if (time is not { } taken)
            return null;
        var file = new FileInfo(files.Folders.PictureOf(key, taken));

        // A symbolic link is not followed: it may lead anywhere.
        return file.Exists && file.LinkTarget is null && file.Directory!.LinkTarget is null ? file : null;
    }
}
