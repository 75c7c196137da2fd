using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>
/// Reads tracking records: JSON objects of a bounded size and nesting, whose every value is checked before it can become a path or a field
/// of a file. Unknown keys are ignored; of a repeated one the last counts, as in Python. Allocates nothing for a <c>trk</c>. Never throws.
/// For one thread at a time.
/// </summary>
/// <remarks>
/// Source: the camera specification, 10.3; the text documentation's <c>evt</c> for <c>type</c>, <c>class</c> for <c>clas</c> and a missing
/// <c>new</c> are taken too.
/// </remarks>
internal sealed class OutpostRecordReader
{
    /// <summary>The longest record, in bytes.</summary>
    internal const int MaxBytes = 64 * 1024;

    /// <summary>The longest object id, in characters.</summary>
    internal const int MaxObjectIdLength = 128;

    /// <summary>The longest class name, in characters.</summary>
    internal const int MaxClassNameLength = 512;

    /// <summary>The most tasks of an event.</summary>
    internal const int MaxTasks = 64;

    // pandas, and so every reader of the index, knows no other years whole (datetime64[ns]).
    private const int FirstYear = 1677;
    private const int LastYear = 2262;
    private const int MaxTaskLength = 128;
    private const int MaxNumberLength = 24;
    private const int MaxDepth = 8;
    private const int MaxSide = 1_000_000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly OutpostRecord _record = new();
    private readonly char[] _word = new char[6 * MaxTaskLength];

    [Flags]
    private enum Found
    {
        None = 0,
        Id = 1,
        View = 2,
        Kind = 4,
        Time = 8,
        Size = 16,
        Object = 32,
        Class = 64,
        Rect = 128,
        Tasks = 256,
        ForStart = Id | View | Kind | Time | Size,
        ForTrack = Id | View | Kind | Time | Object | Class | Rect,
        ForEnd = Id | View | Kind | Tasks,
    }

    /// <summary>Reads a record.</summary>
    /// <param name="json">What follows <c>ote</c>; UTF-8, of which what is invalid is replaced.</param>
    /// <returns>The record, which the next call changes; null when it is none, or a value makes no sense.</returns>
    internal OutpostRecord? Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
            return null;
        if (!Utf8.IsValid(json))
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        _record.IsNew = true;
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            var found = Found.None;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!ReadField(ref reader, ref found))
                    return null;
            }

            while (reader.Read())
            {
                // To the end: anything after the object is an error that the reader throws.
            }

            var needed = _record.Kind switch { OutpostRecordKind.Start => Found.ForStart, OutpostRecordKind.Track => Found.ForTrack, _ => Found.ForEnd };
            return (found & needed) == needed ? _record : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half of a surrogate pair (\ud83d alone): JSON allows it, no text can hold it.
        }
    }

    private bool ReadField(ref Utf8JsonReader reader, ref Found found)
    {
        var field = FieldOf(ref reader);
        found |= field;
        if (field == Found.None)
            return ReadOther(ref reader);
        if (!reader.Read())
            return false;
        return field switch
        {
            Found.Id => ReadId(ref reader),
            Found.View => ReadView(ref reader),
            Found.Kind => ReadKind(ref reader),
            Found.Time => ReadTime(ref reader),
            Found.Object => ReadObject(ref reader),
            Found.Class => ReadClass(ref reader),
            Found.Rect => ReadRect(ref reader),
            Found.Size => ReadSize(ref reader),
            _ => ReadTasks(ref reader),
        };
    }

    private static Found FieldOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("id"u8) ? Found.Id
        : reader.ValueTextEquals("view"u8) ? Found.View
        : reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("evt"u8) ? Found.Kind
        : reader.ValueTextEquals("timestamp"u8) ? Found.Time
        : reader.ValueTextEquals("obj"u8) ? Found.Object
        : reader.ValueTextEquals("clas"u8) || reader.ValueTextEquals("class"u8) ? Found.Class
        : reader.ValueTextEquals("rect"u8) ? Found.Rect
        : reader.ValueTextEquals("camsize"u8) ? Found.Size
        : reader.ValueTextEquals("tasks"u8) ? Found.Tasks
        : Found.None;

    private bool ReadOther(ref Utf8JsonReader reader)
    {
        var isNew = reader.ValueTextEquals("new"u8);
        if (!reader.Read())
            return false;
        if (!isNew)
            return reader.TrySkip();
        _record.IsNew = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
    }

    private bool ReadId(ref Utf8JsonReader reader)
    {
        _record.IdLength = Math.Max(Text(ref reader, _record.IdBuffer), 0);
        return EventNames.IsId(_record.Id);
    }

    private bool ReadView(ref Utf8JsonReader reader)
    {
        _record.ViewLength = Math.Max(Text(ref reader, _record.ViewBuffer), 0);
        return OutpostNames.IsView(_record.View);
    }

    private bool ReadTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || !IsoTime.TryParse(reader.ValueSpan, out var time)
            || time.Year is <= FirstYear or >= LastYear)
            return false;
        _record.Time = time;
        return true;
    }

    private bool ReadObject(ref Utf8JsonReader reader)
    {
        var isNumber = reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length <= MaxNumberLength;
        var length = isNumber ? Encoding.ASCII.GetChars(reader.ValueSpan, _record.ObjectBuffer) : Text(ref reader, _record.ObjectBuffer);
        _record.ObjectLength = Math.Max(length, 0);
        return length is >= 0 and <= MaxObjectIdLength && IsPlain(_record.ObjectId);
    }

    private bool ReadClass(ref Utf8JsonReader reader)
    {
        var length = Text(ref reader, _record.ClassBuffer);
        _record.ClassLength = Math.Max(length, 0);
        return length is >= 0 and <= MaxClassNameLength && IsPlain(_record.ClassName);
    }

    private bool ReadRect(ref Utf8JsonReader reader)
    {
        Span<long> edges = stackalloc long[4];
        if (!TryNumbers(ref reader, edges))
            return false;
        _record.Rect = (edges[0], edges[1], edges[2], edges[3]);
        return true;
    }

    private bool ReadSize(ref Utf8JsonReader reader)
    {
        Span<long> size = stackalloc long[2];
        if (!TryNumbers(ref reader, size))
            return false;
        _record.Size = (size[0], size[1]);
        return size is [>= 0 and <= MaxSide, >= 0 and <= MaxSide];
    }

    private bool ReadKind(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;
        var isStart = reader.ValueTextEquals("start"u8);
        var isTrack = !isStart && reader.ValueTextEquals("trk"u8);
        _record.Kind = isStart ? OutpostRecordKind.Start : isTrack ? OutpostRecordKind.Track : OutpostRecordKind.End;
        return isStart || isTrack || reader.ValueTextEquals("end"u8);
    }

    /// <summary>The length of a text in its buffer; -1 when it is none or too long.</summary>
    private static int Text(ref Utf8JsonReader reader, char[] buffer) =>
        reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= buffer.Length ? reader.CopyString(buffer.AsSpan()) : -1;

    /// <summary>Line breaks and tabs can be quoted in a file; no reader expects other control characters.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
                return false;
        }

        return true;
    }

    private static bool TryNumbers(ref Utf8JsonReader reader, scoped Span<long> numbers)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        foreach (ref var number in numbers)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !TryWhole(ref reader, out number))
                return false;
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>A whole number, also one that is written <c>13.0</c>.</summary>
    private static bool TryWhole(ref Utf8JsonReader reader, out long number)
    {
        if (!reader.TryGetInt64(out number))
        {
            if (!reader.TryGetDouble(out var real) || real != Math.Floor(real) || Math.Abs(real) > int.MaxValue)
                return false;
            number = (long)real;
        }

        return number is >= int.MinValue and <= int.MaxValue;
    }

    private bool ReadTasks(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        var tasks = new List<EndedTask>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (tasks.Count == MaxTasks || !reader.Read() || Text(ref reader, _word) is not (> 0 and <= MaxTaskLength and var length) || _word.AsSpan(0, length).ContainsAnyInRange('\0', '\x1f'))
                return false;
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number || reader.ValueSpan.Length > MaxNumberLength)
                return false;
            tasks.Add(new EndedTask(new string(_word, 0, length), Encoding.ASCII.GetString(reader.ValueSpan)));
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                return false;
        }

        _record.Tasks = tasks;
        return reader.TokenType == JsonTokenType.EndArray;
    }
}
