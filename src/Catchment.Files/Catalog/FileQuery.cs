using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>Which tracked files are asked for. What is left out does not matter. Times are those of the tables: local, without a zone.</summary>
public sealed record FileQuery
{
    /// <summary>Entries of a page at most.</summary>
    public const int MostEntries = 1000;

    /// <summary>The status that counts now.</summary>
    public FileStatus? Status { get; init; }

    /// <summary>Only files of which the events table knows nothing yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>
    /// A part of the path below the storage folder; or with <c>*</c> and <c>?</c> the whole name, with a slash in it the whole path. The case
    /// of the letters A to Z does not matter.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Tracked not before this time.</summary>
    public DateTime? AddedSince { get; init; }

    /// <summary>Tracked before this time.</summary>
    public DateTime? AddedUntil { get; init; }

    /// <summary>Has its status since this time, or a later one.</summary>
    public DateTime? ChangedSince { get; init; }

    /// <summary>Has its status since before this time.</summary>
    public DateTime? ChangedUntil { get; init; }

    /// <summary>Bytes at least.</summary>
    public long? LeastSize { get; init; }

    /// <summary>Bytes at most.</summary>
    public long? MostSize { get; init; }

    /// <summary>What the checksum begins with, in lower case.</summary>
    public string? Checksum { get; init; }

    /// <summary>By row number upwards; otherwise what was tracked last comes first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Entries of the page, from 1 to <see cref="MostEntries"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The row number after which the page begins: <see cref="FilePage.Next"/> of the page before; null: the first page.</summary>
    public long? Cursor { get; init; }

    /// <summary>Rows looked at, about, before a page is given as it is, for whoever waits for an answer; null: all that it takes.</summary>
    public int? MostLookedAt { get; init; }

    /// <summary>The row itself decides, and not only its status.</summary>
    internal bool LooksAtRows => Name is not null || AddedSince is not null || AddedUntil is not null || LeastSize is not null || MostSize is not null || Checksum is not null;

    /// <summary>Whether a status fits.</summary>
    internal bool Fits(FileStanding? standing) =>
        (Status is null || standing?.Status == Status)
        && (!IsNew || standing is null)
        && (ChangedSince is not { } since || standing?.Since >= LocalTime.Of(since))
        && (ChangedUntil is not { } until || standing?.Since < LocalTime.Of(until));
}
