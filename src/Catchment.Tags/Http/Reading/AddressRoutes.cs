using System.Globalization;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http.Reading;

/// <summary>Reads the address space. Source: <c>tags</c> 2.4, 4.3.</summary>
internal sealed class AddressRoutes(TagStore store)
{
    private const string Group = "Addresses";

    // An address may be any number: without a bound one point far up would make the answer endless.
    private const long LastFilled = (1 << 20) - 1;
    private const int MostInWindow = 1 << 20;

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/addr", "Values by address: every number from 0 on, 0 where no point lies; beyond 1048575 only those of points. With start or count just that window.", ValuesAsync)
        {
            Group = Group,
            Parameters = [("start", "The first address; 0 without it."), ("count", "How many, 1 to 1048576; 100 without it, when start is given.")],
            Answer = """{"0":0,"1":21.5}""",
            Otherwise = [(400, "start or count is no whole number, or out of its range.")],
        },
        new("GET", "/address-space/info", "The ranges of automatic addresses, and how far they are used.", InfoAsync)
        {
            Group = Group,
            Answer = """{"address_ranges":{"float":[40001,41000]},"next_addresses":{"float":{"next_available":40002,"range_start":40001,"range_end":41000,"points_count":1,"range_used":"1/1000"}},"total_allocated":1,"type_distribution":{"float":1}}""",
        },
    ];

    private async Task ValuesAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var isWindow = query.ContainsKey("start") || query.ContainsKey("count");
        if (!TryLong(query["start"], 0, long.MinValue, long.MaxValue - MostInWindow, out var start) || !TryLong(query["count"], 100, 1, MostInWindow, out var count))
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"start must be an integer, count one of 1 to {MostInWindow}");
            return;
        }

        var used = Used();
        var last = isWindow ? start + count - 1 : Math.Min(LastFilled, Math.Max(9, used.Count == 0 ? 0 : used[^1].Address));
        await using var json = new JsonStream(context);
        json.Writer.WriteStartObject();
        var next = used.FindIndex(one => one.Address >= start);
        for (var address = start; address <= last; address++)
        {
            Name(json, address);
            if (next >= 0 && next < used.Count && used[next].Address == address)
                used[next++].Point.Read().Value.WriteTo(json.Writer);
            else
                json.Writer.WriteNumberValue(0);
            await json.PaceAsync();
        }

        for (; !isWindow && next >= 0 && next < used.Count; next++)
        {
            Name(json, used[next].Address);
            used[next].Point.Read().Value.WriteTo(json.Writer);
            await json.PaceAsync();
        }

        json.Writer.WriteEndObject();
    }

    private static void Name(JsonStream json, long address)
    {
        Span<byte> name = stackalloc byte[20];
        _ = address.TryFormat(name, out var length, provider: CultureInfo.InvariantCulture);
        json.Writer.WritePropertyName(name[..length]);
    }

    /// <summary>The addresses that lead to a point, in order. A point whose address another one took over keeps the number, but it leads to the other.</summary>
    private List<(long Address, DataPoint Point)> Used()
    {
        List<(long Address, DataPoint Point)> used = [];
        foreach (var point in store.Points)
        {
            if (point.Definition.Address is { } address && store.AtAddress(address) == point)
                used.Add((address, point));
        }

        used.Sort(static (a, b) => a.Address.CompareTo(b.Address));
        return used;
    }

    private Task InfoAsync(HttpContext context) => Answer.JsonAsync(context, writer =>
    {
        var ranges = store.AddressRanges;
        var types = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var point in store.Points)
        {
            var type = point.Definition.DataType;
            types[type] = types.GetValueOrDefault(type) + 1;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("address_ranges");
        foreach (var range in ranges)
        {
            writer.WriteStartArray(range.DataType);
            writer.WriteNumberValue(range.First);
            writer.WriteNumberValue(range.Last);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("next_addresses");
        foreach (var range in ranges)
        {
            writer.WriteStartObject(range.DataType);
            writer.WriteNumber("next_available", range.Next);
            writer.WriteNumber("range_start", range.First);
            writer.WriteNumber("range_end", range.Last);
            writer.WriteNumber("points_count", types.GetValueOrDefault(range.DataType));
            writer.WriteString("range_used", $"{range.Next - range.First}/{range.Last - range.First + 1}");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteNumber("total_allocated", store.AddressCount);
        writer.WriteStartObject("type_distribution");
        foreach (var (type, count) in types)
            writer.WriteNumber(type, count);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static bool TryLong(string? text, long otherwise, long min, long max, out long number)
    {
        number = otherwise;
        return text is null || (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= min && number <= max);
    }
}
