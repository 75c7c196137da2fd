using System.Globalization;
using System.Text.Json;
using Catchment.Cameras.Catalog;

namespace Catchment.Commands.Events;

/// <summary>Prints frames and event messages.</summary>
/// <param name="catalog">What is asked.</param>
/// <param name="most">Entries printed; 0: all.</param>
/// <param name="asJson">An object a line instead of columns.</param>
internal sealed class CatalogPrinter(ICameraCatalog catalog, long most, bool asJson)
{
    internal Task FramesAsync(CatalogQuery query, CancellationToken stop) => PrintAsync(query, catalog.FramesAsync, frame => asJson
        ? JsonSerializer.Serialize(
            new FrameLine(PagePrinter.Local(frame.Time), frame.Camera.Node, frame.Camera.View, FrameFile.MessageType(frame.Format), PathOf(frame), frame.Size, frame.Width, frame.Height, frame.IsArchived),
            CatalogJson.Default.FrameLine)
        : string.Create(CultureInfo.InvariantCulture, $"{PagePrinter.Local(frame.Time)}  {frame.Size,9}  {Pixels(frame),9}  {PathOf(frame)}"), stop);

    internal Task EventsAsync(CatalogQuery query, CancellationToken stop) => PrintAsync(query, catalog.EventsAsync, entry => asJson
        ? JsonSerializer.Serialize(new EventLineJson(PagePrinter.Local(entry.Time), entry.Camera.Node, entry.Camera.View, entry.Type, entry.Text), CatalogJson.Default.EventLineJson)
        : $"{entry.Time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {PagePrinter.Printable(entry.Text)}", stop);

    private static string Pixels(FrameEntry frame) => frame is { Width: { } width, Height: { } height } ? $"{width}x{height}" : "-";

    private static string PathOf(FrameEntry frame) =>
        $"{(frame.IsArchived ? "archive" : "images")}/{FrameFile.DayName(DateOnly.FromDateTime(frame.Time))}/{FrameFile.NameOf(frame)}";

    private Task PrintAsync<T>(CatalogQuery query, Func<CatalogQuery, CancellationToken, Task<CatalogPage<T>>> ask, Func<T, string> line, CancellationToken stop) =>
        PagePrinter.PrintAsync(most, (cursor, limit) => ask(query with { Cursor = cursor, Limit = limit }, stop), line);
}
