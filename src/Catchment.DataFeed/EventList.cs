using System.Globalization;

namespace Catchment.DataFeed;

/// <summary>
/// Names events, one after the other as they are found: those of a file, or those of a day or a range of days that have a tracking
/// set of one type, newest first. In Python <c>EventList</c>.
/// </summary>
/// <param name="feed">The pump that is asked; a file needs no answer of it.</param>
public sealed class EventList(DataFeed feed) : IAsyncEnumerable<EventReference>
{
    /// <summary>The day, or the first of the range; null for today at the moment of the enumeration.</summary>
    public DateOnly? Date1 { get; init; }

    /// <summary>The last day of the range, of whose days those are taken that the pump lists; null for <see cref="Date1"/> alone.</summary>
    public DateOnly? Date2 { get; init; }

    /// <summary>One event's id: then it alone is named, on the first of the days, whether it exists or not.</summary>
    public string? Event { get; init; }

    /// <summary>A text file whose lines begin with a date and an event's id; null to ask the pump.</summary>
    public string? File { get; init; }

    /// <summary>The type of the tracking set that an event has to have.</summary>
    public string Type { get; init; } = "trk";

    /// <summary>Begins to look.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="DataFeedException">The pump refused, or its reply is none.</exception>
    /// <exception cref="TimeoutException">No reply in time.</exception>
    /// <exception cref="InvalidDataException">A line of the file does not begin with a date and an id.</exception>
    public IAsyncEnumerator<EventReference> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        (File is null ? Ask(cancellationToken) : Read(File, cancellationToken)).GetAsyncEnumerator(cancellationToken);

    private static async IAsyncEnumerable<EventReference> Read(
        string file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0;
        await foreach (var line in System.IO.File.ReadLinesAsync(file, cancellation))
        {
            number++;
            switch (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                case []:
                    break;
                case [var date, var evt, ..] when DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                    yield return new EventReference(day, evt);
                    break;
                default:
                    throw new InvalidDataException($"{file}, line {number}: a date such as 2024-05-01 and an event's id are wanted");
            }
        }
    }

    private async IAsyncEnumerable<EventReference> Ask([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = Date1 ?? feed.Today;
        IEnumerable<DateOnly> days = Date2 is { } last ? (await feed.GetDateListAsync(cancellation)).Where(day => day >= first && day <= last) : [first];
        foreach (var day in days)
        {
            if (Event is not null)
            {
                yield return new EventReference(day, Event);
                yield break;
            }

            foreach (var row in await feed.GetDateIndexAsync(day, cancellation))
            {
                if (row.Type == Type && row.Event is { } evt) yield return new EventReference(day, evt);
            }
        }
    }
}
