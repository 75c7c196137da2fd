using System.Globalization;
using System.Text;

namespace Catchment.Cameras.Pump;

/// <summary>
/// Names what is cached, in characters on the stack: what it is, its day, and for a set or an event's pictures a name of ASCII.
/// </summary>
internal static class CacheKey
{
    /// <summary>A day's index as it was read.</summary>
    internal const char Index = 'I';

    /// <summary>The answer to <c>idx</c>.</summary>
    internal const char IndexAnswer = 'i';

    /// <summary>The answer to <c>evt</c>.</summary>
    internal const char SetAnswer = 'e';

    /// <summary>A day's pictures as they were listed.</summary>
    internal const char Pictures = 'P';

    /// <summary>The answer to <c>img</c>.</summary>
    internal const char PicturesAnswer = 'p';

    /// <summary>The answer to <c>dat</c>.</summary>
    internal const string Days = "d";

    /// <summary>The longest key: kind, day, an id, a dash below, a type, <c>.csv</c>.</summary>
    internal const int MostCharacters = 128;

    private const int DayCharacters = 10;

    /// <summary>Writes a key.</summary>
    /// <param name="destination">Room for <see cref="MostCharacters"/>.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="day">Its day.</param>
    /// <param name="name">Its name; ASCII.</param>
    internal static ReadOnlySpan<char> Of(Span<char> destination, char kind, DateOnly day, ReadOnlySpan<byte> name = default)
    {
        destination[0] = kind;
        day.TryFormat(destination[1..], out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var length = Encoding.ASCII.GetChars(name, destination[(1 + DayCharacters)..]);
        return destination[..(1 + DayCharacters + length)];
    }

    /// <summary>A key's day as text; empty: it has none.</summary>
    internal static ReadOnlySpan<char> DayOf(ReadOnlySpan<char> key) => key.Length > DayCharacters ? key.Slice(1, DayCharacters) : [];
}
