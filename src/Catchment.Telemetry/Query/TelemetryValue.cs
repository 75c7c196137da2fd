using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Catchment.Telemetry.Query;

/// <summary>A value of a message, spelled alike whichever database it comes from; of an object PostgreSQL does not keep the order of the names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Numbers in decimal without an exponent, truth as <c>true</c> and <c>false</c>, texts as they are, the others as JSON without white space.</param>
public readonly record struct TelemetryValue(TelemetryValueKind Kind, string Text)
{
    // A double in decimal has no more digits than these; what PostgreSQL's own numbers go beyond comes without an exponent anyway.
    private const int MostZeros = 400;

    /// <summary>The value as JSON.</summary>
    public string Json => Kind == TelemetryValueKind.Text ? $"\"{JsonEncodedText.Encode(Text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"" : Text;

    /// <summary>The value of a JSON text; null: it is null.</summary>
    internal static TelemetryValue? Of(string json)
    {
        switch (json[0])
        {
            case 'n':
                return null;
            case 't' or 'f':
                return new TelemetryValue(TelemetryValueKind.Boolean, json);
            case '-' or (>= '0' and <= '9'):
                return new TelemetryValue(TelemetryValueKind.Number, Plain(json));
            default:
                using (var document = JsonDocument.Parse(json, MessageJson.Options))
                    return Of(document.RootElement);
        }
    }

    /// <summary>The value of an element that is not null.</summary>
    internal static TelemetryValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => new TelemetryValue(TelemetryValueKind.Number, Plain(value.GetRawText())),
        JsonValueKind.True => new TelemetryValue(TelemetryValueKind.Boolean, "true"),
        JsonValueKind.False => new TelemetryValue(TelemetryValueKind.Boolean, "false"),
        JsonValueKind.String => new TelemetryValue(TelemetryValueKind.Text, value.GetString()!),
        JsonValueKind.Array => new TelemetryValue(TelemetryValueKind.Array, MessageJson.Compact(value)),
        _ => new TelemetryValue(TelemetryValueKind.Map, MessageJson.Compact(value)),
    };

    /// <summary>A number without its exponent, digit by digit as PostgreSQL writes it.</summary>
    private static string Plain(string number)
    {
        var e = number.AsSpan().IndexOfAny('e', 'E');
        if (e < 0)
            return number;
        var sign = number[0] == '-' ? "-" : "";
        var mantissa = number.AsSpan(sign.Length, e - sign.Length);
        if (!int.TryParse(number.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || exponent is < -MostZeros or > MostZeros)
            return number;
        var point = mantissa.IndexOf('.');
        var digits = new StringBuilder().Append(point < 0 ? mantissa : mantissa[..point]).Append(point < 0 ? "" : mantissa[(point + 1)..]);
        var whole = (point < 0 ? mantissa.Length : point) + exponent; // digits before the point
        if (whole <= 0)
        {
            digits.Insert(0, "0", 1 - whole);
            whole = 1;
        }
        else if (whole > digits.Length)
        {
            digits.Append('0', whole - digits.Length);
        }

        if (whole < digits.Length)
            digits.Insert(whole, '.');
        return sign + digits;
    }
}
