namespace Catchment.Cameras.Video;

/// <summary>How films are made, and their bounds.</summary>
public sealed record EventVideoOptions
{
    /// <summary>The encoder: a program's path, or a name that is looked for on the search path.</summary>
    public string Encoder { get; init; } = "ffmpeg";

    /// <summary>Where the console's films are made; each is gone when it has been sent.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>Films that are made at once; a further one is refused.</summary>
    public int MostAtOnce { get; init; } = 2;

    /// <summary>After this time a film is given up.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most pictures of a film: ten minutes at thirty a second.</summary>
    public int MostPictures { get; init; } = 18_000;

    /// <summary>The most boxes that are drawn: each costs an encoder without subtitles a look at every picture.</summary>
    public int MostBoxes { get; init; } = 4000;

    /// <summary>Threads of the encoder for each film.</summary>
    public int Threads { get; init; } = 2;
}
