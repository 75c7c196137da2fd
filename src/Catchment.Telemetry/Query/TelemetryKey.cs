using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Catchment.Telemetry.Query;

/// <summary>
/// Where a value lies in a message: <c>preset</c>, <c>tempCtrl.temp</c>, <c>amps[3]</c>, <c>"a.b".c</c>. Names with a dot or a bracket in them stand in
/// quotation marks. It never becomes a part of an SQL text. Two are equal when they are written alike.
/// </summary>
public sealed record TelemetryKey
{
    /// <summary>Parts of a key at most.</summary>
    public const int MostParts = 64;

    /// <summary>Characters of a key at most.</summary>
    public const int MostCharacters = 1024;

    private const string Allowed = "names with dots between them and [n] for an item of an array, such as preset, tempCtrl.temp, amps[3] or \"a.b\"";

    private readonly string _text;

    private TelemetryKey(string text, IReadOnlyList<TelemetryKeyPart> parts) => (_text, Parts) = (text, parts);

    /// <summary>Its parts, from the message inwards; one or more.</summary>
    public IReadOnlyList<TelemetryKeyPart> Parts { get; }

    /// <summary>Reads a key.</summary>
    /// <param name="text">The key.</param>
    /// <exception cref="FormatException">It is none; the message says what is allowed.</exception>
    public static TelemetryKey Parse(string text) => TryParse(text, out var key) ? key : throw new FormatException($"'{Shown(text)}' is no key: allowed are {Allowed}");

    /// <summary>Reads a key.</summary>
    /// <param name="text">The key.</param>
    /// <param name="key">The key; null: it is none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TelemetryKey? key)
    {
        key = null;
        if (text is null or { Length: 0 or > MostCharacters })
            return false;
        var parts = new List<TelemetryKeyPart>();
        var at = 0;
        while (at < text.Length && parts.Count < MostParts)
        {
            if (text[at] == '[' && parts.Count > 0)
            {
                var end = text.IndexOf(']', at);
                if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                    return false;
                parts.Add(new TelemetryKeyPart(null, index));
                at = end + 1;
                continue;
            }

            if (parts.Count > 0 && text[at++] != '.')
                return false;
            if (ReadName(text, ref at) is not { } name)
                return false;
            parts.Add(new TelemetryKeyPart(name, 0));
        }

        if (at < text.Length)
            return false;
        key = Of(parts);
        return true;
    }

    /// <summary>The key of these parts; null: one of the names is none that can be asked for.</summary>
    internal static TelemetryKey? OfNames(IReadOnlyList<string> names) =>
        names.Count is > 0 and <= MostParts && names.All(IsName) && names.Sum(static n => n.Length + 3) <= MostCharacters ? Of([.. names.Select(static n => new TelemetryKeyPart(n, 0))]) : null;

    /// <summary>The value in a message; null: there is none, or it is null.</summary>
    internal JsonElement? Find(JsonElement message)
    {
        foreach (var (name, index) in Parts)
        {
            if (name is null)
            {
                if (message.ValueKind != JsonValueKind.Array || index >= message.GetArrayLength())
                    return null;
                message = message[index];
            }
            else if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty(name, out message))
            {
                return null;
            }
        }

        return message.ValueKind == JsonValueKind.Null ? null : message;
    }

    /// <summary>The path as SQLite's JSON functions take it.</summary>
    internal string SqlitePath() => "$" + string.Concat(Parts.Select(static p => p.Name is null ? string.Create(CultureInfo.InvariantCulture, $"[{p.Index}]") : $".\"{p.Name}\""));

    /// <summary>The key as it is written.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(TelemetryKey? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    private static TelemetryKey Of(IReadOnlyList<TelemetryKeyPart> parts)
    {
        var text = new StringBuilder();
        foreach (var (name, index) in parts)
        {
            if (name is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
                continue;
            }

            var isPlain = name.Length > 0 && name.AsSpan().IndexOfAny(".[]") < 0;
            text.Append(text.Length > 0 ? "." : "").Append(isPlain ? name : $"\"{name}\"");
        }

        return new TelemetryKey(text.ToString(), parts);
    }

    private static string? ReadName(string text, ref int at)
    {
        int start, end;
        if (at < text.Length && text[at] == '"')
        {
            start = at + 1;
            end = text.IndexOf('"', start);
            at = end + 1;
        }
        else
        {
            start = at;
            var length = text.AsSpan(start).IndexOfAny(".[");
            end = at = length < 0 ? text.Length : start + length;
            if (end == start || text.AsSpan(start, end - start).Contains(']'))
                return null;
        }

        return end >= start && text[start..end] is var name && IsName(name) ? name : null;
    }

    // SQLite's paths know no escape for a quotation mark or a backslash; PostgreSQL's texts hold no U+0000 and no half of a character.
    private static bool IsName(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is '"' or '\\' || char.IsControl(name[i]))
                return false;
            if (!char.IsSurrogate(name[i]))
                continue;
            if (i + 1 == name.Length || !char.IsSurrogatePair(name[i], name[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    private static string Shown(string text) => string.Concat(text.Take(100).Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
}
