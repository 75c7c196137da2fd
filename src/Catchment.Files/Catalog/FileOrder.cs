namespace Catchment.Files.Catalog;

/// <summary>A walk over rows by their numbers, upwards or downwards, as SQL has it.</summary>
/// <param name="Direction">The word of ORDER BY.</param>
/// <param name="Beyond">What compares a number with the place reached.</param>
internal sealed record FileOrder(string Direction, string Beyond)
{
    public static FileOrder Up { get; } = new("ASC", ">");

    public static FileOrder Down { get; } = new("DESC", "<");

    public static FileOrder Of(FileQuery query) => query.OldestFirst ? Up : Down;
}
