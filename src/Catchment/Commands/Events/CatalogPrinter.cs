using System.Globalization;
using System.Text.Json;
using Catchment.Cameras.Catalog;

namespace Catchment.Commands.Events;

/// <summary>Prints a listing page by page, so that a long one begins at once and needs no memory.</summary>
/// <param name="catalog">What is asked.</param>
/// <param name="most">Entries printed; 0: all.</param>
/// <param name="asJson">An object a line instead of columns.</param>
internal sealed class CatalogPrinter(ICameraCatalog catalog, long most, bool asJson)
{
    private const int PageEntries = 1000;

    internal Task FramesAsync(CatalogQuery query, CancellationToken stop) => PrintAsync(query, catalog.FramesAsync, frame => asJson
        ? JsonSerializer.Serialize(
            new FrameLine(Local(frame.Time), frame.Camera.Node, frame.Camera.View, FrameFile.MessageType(frame.Format), PathOf(frame), frame.Size, frame.Width, frame.Height, frame.IsArchived),
            CatalogJson.Default.FrameLine)
        : string.Create(CultureInfo.InvariantCulture, $"{Local(frame.Time)}  {frame.Size,9}  {Pixels(frame),9}  {PathOf(frame)}"), stop);

    internal Task EventsAsync(CatalogQuery query, CancellationToken stop) => PrintAsync(query, catalog.EventsAsync, entry => asJson
        ? JsonSerializer.Serialize(new EventLineJson(Local(entry.Time), entry.Camera.Node, entry.Camera.View, entry.Type, entry.Text), CatalogJson.Default.EventLineJson)
        : $"{entry.Time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {Printable(entry.Text)}", stop);

    private static string Local(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string Pixels(FrameEntry frame) => frame is { Width: { } width, Height: { } height } ? $"{width}x{height}" : "-";

    private static string PathOf(FrameEntry frame) =>
        $"{(frame.IsArchived ? "archive" : "images")}/{FrameFile.DayName(DateOnly.FromDateTime(frame.Time))}/{FrameFile.NameOf(frame)}";

    /// <summary>A sender's text does not steer the terminal.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private async Task PrintAsync<T>(CatalogQuery query, Func<CatalogQuery, CancellationToken, Task<CatalogPage<T>>> ask, Func<T, string> line, CancellationToken stop)
    {
        var left = most == 0 ? long.MaxValue : most;
        string? cursor = null;
        do
        {
            var page = await ask(query with { Cursor = cursor, Limit = (int)Math.Min(left, PageEntries) }, stop);
            foreach (var entry in page.Items)
                Console.Out.WriteLine(line(entry));
            left -= page.Items.Count;
            cursor = page.Next;
        }
        while (cursor is not null && left > 0);
    }
}
