using System.Globalization;
using Catchment.Cameras.Catalog;

namespace Catchment.Commands.Events;

/// <summary>Prints a listing page by page, so that a long one begins at once and needs no memory.</summary>
internal static class PagePrinter
{
    private const int PageEntries = 1000;

    /// <summary>Prints entries.</summary>
    /// <param name="most">Entries printed; 0: all.</param>
    /// <param name="ask">Asks for a page: from a cursor on, so many entries.</param>
    /// <param name="line">An entry's line.</param>
    internal static async Task PrintAsync<T>(long most, Func<string?, int, Task<CatalogPage<T>>> ask, Func<T, string> line)
    {
        var left = most == 0 ? long.MaxValue : most;
        string? cursor = null;
        do
        {
            var page = await ask(cursor, (int)Math.Min(left, PageEntries));
            foreach (var entry in page.Items)
                Console.Out.WriteLine(line(entry));
            left -= page.Items.Count;
            cursor = page.Next;
        }
        while (cursor is not null && left > 0);
    }

    /// <summary>A local time, to the microsecond.</summary>
    internal static string Local(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>A sender's text does not steer the terminal.</summary>
    internal static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
