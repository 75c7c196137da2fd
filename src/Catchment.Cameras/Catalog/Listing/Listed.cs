using System.Data.Common;

namespace Catchment.Cameras.Catalog.Listing;

/// <summary>A table that is listed: its name, its key after the time, and how a row is read.</summary>
/// <typeparam name="T">What a row is.</typeparam>
/// <param name="Table">The table.</param>
/// <param name="Kind">The series that it knows.</param>
/// <param name="Second">The key's second column.</param>
/// <param name="Third">The key's third column.</param>
/// <param name="Columns">Columns read after time, second, third and series.</param>
/// <param name="Read">Reads a row, whose columns begin at 4; what it gives makes an entry of it when its series is known.</param>
internal sealed record Listed<T>(string Table, Tables.SeriesKind Kind, string Second, string Third, string Columns, Func<DbDataReader, Func<Series, T>> Read);
