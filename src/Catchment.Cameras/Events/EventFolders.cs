namespace Catchment.Cameras.Events;

/// <summary>The two roots of recorded events, and where things lie below them.</summary>
/// <param name="Csv">Root of indexes and tracking sets (<c>csvfiles</c>, <c>datafolder</c>), absolute.</param>
/// <param name="Images">Root of pictures (<c>images</c>, <c>imagefolder</c>), absolute.</param>
/// <remarks>Source: the camera specification, 5.</remarks>
public sealed record EventFolders(string Csv, string Images)
{
    /// <summary>The name of a day's index.</summary>
    public const string IndexName = "camwatcher.csv";

    /// <summary>The folder of a day's index and tracking sets.</summary>
    public string CsvOf(DateOnly day) => Path.Combine(Csv, EventNames.Text(day));

    /// <summary>The folder of pictures of events whose first picture is of this day.</summary>
    public string ImagesOf(DateOnly day) => Path.Combine(Images, EventNames.Text(day));

    /// <summary>A day's index.</summary>
    public string IndexOf(DateOnly day) => Path.Combine(CsvOf(day), IndexName);

    /// <summary>A tracking set's file.</summary>
    /// <exception cref="ArgumentException">Id or type cannot be part of a file name.</exception>
    public string SetOf(EventKey key, string type) => Path.Combine(CsvOf(key.Day), SetName(key.Id, type));

    /// <summary>The name of a tracking set's file.</summary>
    /// <exception cref="ArgumentException">Id or type cannot be part of a file name.</exception>
    public static string SetName(string id, string type) =>
        EventNames.IsType(type) ? $"{Checked(id)}_{type}.csv" : throw new ArgumentException($"'{type}' is no type of a tracking set.", nameof(type));

    /// <summary>A picture's file.</summary>
    /// <exception cref="ArgumentException">The id cannot be part of a file name.</exception>
    public string PictureOf(EventKey key, DateTime time) => Path.Combine(ImagesOf(key.Day), PictureName(key.Id, time));

    /// <summary>The name of a picture's file.</summary>
    /// <exception cref="ArgumentException">The id cannot be part of a file name.</exception>
    public static string PictureName(string id, DateTime time) => $"{Checked(id)}_{EventNames.Text(time)}.jpg";

    private static string Checked(string id) => EventNames.IsId(id) ? id : throw new ArgumentException($"'{id}' is no event id.", nameof(id));
}
