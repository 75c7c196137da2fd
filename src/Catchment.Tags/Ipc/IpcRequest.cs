using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Catchment.Tags.Ipc;

/// <summary>A request, read once from end to end: valid as a whole before anything of it is done. Of a member that comes twice the last one counts, as in Python.</summary>
internal readonly ref struct IpcRequest
{
    /// <summary>The most updates of one request.</summary>
    internal const int MaxUpdates = 500_000;

    private readonly Slices _members;

    private IpcRequest(ReadOnlySpan<byte> line, bool isObject, Slices members, int updates)
    {
        Line = line;
        IsObject = isObject;
        _members = members;
        Updates = updates;
    }

    /// <summary>The line.</summary>
    internal ReadOnlySpan<byte> Line { get; }

    /// <summary>It is an object, as every request has to be.</summary>
    internal bool IsObject { get; }

    /// <summary>How many updates its list has.</summary>
    internal int Updates { get; }

    /// <summary>A member; it is missing where the request has none.</summary>
    internal IpcSlice this[IpcMember member] => _members[(int)member];

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">The line is no JSON.</exception>
    internal static IpcRequest Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Store.TagValue.MaxDepth });
        var members = default(Slices);
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            while (reader.Read())
            {
                // What follows the value is an error that the reader finds.
            }

            return new IpcRequest(line, false, members, 0);
        }

        var updates = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref reader);
            _ = reader.Read();
            if (member == IpcMember.Updates && reader.TokenType == JsonTokenType.StartArray)
                members[(int)member] = List(ref reader, out updates);
            else
                members[(int)member] = IpcSlice.Of(ref reader);
        }

        while (reader.Read())
        {
            // As above.
        }

        return new IpcRequest(line, true, members, updates);
    }

    /// <summary>Which member a reader stands on.</summary>
    internal static IpcMember MemberOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
            return Escaped(ref reader);
        var name = reader.ValueSpan;
        return name.Length switch
        {
            2 when name.SequenceEqual("id"u8) => IpcMember.Id,
            3 when name.SequenceEqual("key"u8) => IpcMember.Key,
            3 when name.SequenceEqual("rid"u8) => IpcMember.Rid,
            4 when name.SequenceEqual("keys"u8) => IpcMember.Keys,
            5 when name.SequenceEqual("value"u8) => IpcMember.Value,
            5 when name.SequenceEqual("brief"u8) => IpcMember.Brief,
            6 when name.SequenceEqual("action"u8) => IpcMember.Action,
            6 when name.SequenceEqual("source"u8) => IpcMember.Source,
            7 when name.SequenceEqual("updates"u8) => IpcMember.Updates,
            7 when name.SequenceEqual("quality"u8) => IpcMember.Quality,
            8 when name.SequenceEqual("prefixes"u8) => IpcMember.Prefixes,
            9 when name.SequenceEqual("timestamp"u8) => IpcMember.Timestamp,
            11 when name.SequenceEqual("interval_ms"u8) => IpcMember.IntervalMs,
            12 when name.SequenceEqual("subscription"u8) => IpcMember.Subscription,
            _ => IpcMember.None,
        };
    }

    private static IpcMember Escaped(ref Utf8JsonReader reader)
    {
        foreach (var (name, member) in Names)
        {
            if (Store.JsonTexts.Is(ref reader, name))
                return member;
        }

        return IpcMember.None;
    }

    private static (byte[] Name, IpcMember Member)[] Names { get; } =
        [.. Enum.GetValues<IpcMember>().Where(static one => one is not (IpcMember.None or IpcMember.Count)).Select(static one => (System.Text.Encoding.ASCII.GetBytes(JsonNamingPolicy.SnakeCaseLower.ConvertName(one.ToString())), one))];

    private static IpcSlice List(ref Utf8JsonReader reader, out int count)
    {
        var start = (int)reader.TokenStartIndex;
        count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return new IpcSlice(start, (int)reader.BytesConsumed - start, JsonTokenType.StartArray, false);
    }

    [InlineArray((int)IpcMember.Count)]
    private struct Slices
    {
        private IpcSlice _first;
    }
}
