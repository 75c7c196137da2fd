using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.OpcUa;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>Values of points as values of nodes, and back. Numbers need no allocation. Source: <c>tags</c> 6.2.</summary>
public static class TagVariants
{
    private static readonly double LatestSeconds = (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds;
    private static readonly double EarliestSeconds = (DateTime.MinValue - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>The type that a mapping names; one that is none is Double.</summary>
    /// <param name="name">A <c>data_type</c> of a mapping.</param>
    public static BuiltInType TypeOf(string name) =>
        Enum.TryParse<BuiltInType>(name, out var type) && type is (>= BuiltInType.Boolean and <= BuiltInType.DateTime) or BuiltInType.ByteString ? type : BuiltInType.Double;

    /// <summary>Whether a type is one of numbers.</summary>
    /// <param name="type">The node's type.</param>
    public static bool IsNumber(BuiltInType type) => type is >= BuiltInType.SByte and <= BuiltInType.Double;

    /// <summary>The value of a type where there is none: 0, false, an empty text.</summary>
    /// <param name="type">The node's type.</param>
    public static Variant ZeroOf(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => new Variant(false),
        BuiltInType.String => new Variant(""),
        BuiltInType.ByteString => new Variant(Array.Empty<byte>()),
        BuiltInType.Float => new Variant(0f),
        BuiltInType.Double => new Variant(0d),
        BuiltInType.DateTime => new Variant(new DateTime(0, DateTimeKind.Utc)),
        _ => Whole(0, type),
    };

    /// <summary>A point's value in a node's type.</summary>
    /// <param name="value">The point's.</param>
    /// <param name="type">The node's type.</param>
    /// <param name="converted">The node's; the type's zero where it does not convert.</param>
    /// <param name="isSaturated">The type cannot hold it; the type's limit is told in its place.</param>
    /// <returns>False: it does not convert.</returns>
    public static bool TryConvert(in TagValue value, BuiltInType type, out Variant converted, out bool isSaturated)
    {
        isSaturated = false;
        switch (type)
        {
            case BuiltInType.Boolean:
                converted = new Variant(TagCoercion.IsTrue(value));
                return true;
            case BuiltInType.String:
                converted = new Variant(value.ToString());
                return true;
            case BuiltInType.ByteString:
                converted = new Variant(Encoding.UTF8.GetBytes(value.ToString()));
                return true;
            case BuiltInType.DateTime when TryGetTime(value, out var time):
                converted = new Variant(time);
                return true;
            case BuiltInType.Double when TryGetFinite(value, out var number):
                converted = new Variant(number);
                return true;
            case BuiltInType.Float when TryGetFinite(value, out var number):
                isSaturated = Math.Abs(number) > float.MaxValue;
                converted = new Variant(isSaturated ? MathF.CopySign(float.MaxValue, (float)number) : (float)number);
                return true;
            case not (BuiltInType.DateTime or BuiltInType.Double or BuiltInType.Float) when TryGetWhole(value, out var whole):
                var (low, high) = RangeOf(type);
                isSaturated = whole < low || whole > high;
                converted = Whole(Int128.Clamp(whole, low, high), type);
                return true;
            default:
                converted = ZeroOf(type);
                return false;
        }
    }

    /// <summary>What a client writes, as a value for a point.</summary>
    /// <param name="value">A single value.</param>
    /// <param name="isForNumber">The point holds numbers: a time is told in Unix seconds, otherwise as ISO 8601.</param>
    /// <param name="converted">The value; a number need not be finite.</param>
    /// <returns>False: no point can hold it.</returns>
    [SuppressMessage("Maintainability", "CA1502", Justification = "One case for each type.")]
    public static bool TryConvertBack(in Variant value, bool isForNumber, out TagValue converted)
    {
        converted = TagValue.Null;
        if (value.IsArray)
            return false;
        switch (value.ToObject())
        {
            case bool flag:
                converted = TagValue.Of(flag);
                break;
            case float single:
                converted = TagValue.Of((double)single);
                break;
            case double number:
                converted = TagValue.Of(number);
                break;
            case ulong great and > long.MaxValue:
                converted = Digits(great);
                break;
            case DateTime time:
                converted = isForNumber ? TagValue.Of((time - DateTime.UnixEpoch).TotalSeconds) : TagValue.Of(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
                break;
            case string text:
                converted = TagValue.Of(text);
                break;
            case byte[] bytes when System.Text.Unicode.Utf8.IsValid(bytes):
                converted = TagValue.Of(Encoding.UTF8.GetString(bytes));
                break;
            case null when value.Type is BuiltInType.String or BuiltInType.ByteString:
                converted = TagValue.Of("");
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong:
                converted = TagValue.Of(Convert.ToInt64(value.ToObject(), CultureInfo.InvariantCulture));
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>
    /// A time in Unix seconds, as the store has it, to the microsecond: its double tells no more of our days, and a client that drops what is below its own milliseconds
    /// would take the one before. What no calendar has becomes the nearest that one has.
    /// </summary>
    /// <param name="seconds">A finite number.</param>
    public static DateTime TimeOf(double seconds) =>
        seconds >= LatestSeconds ? new DateTime(DateTime.MaxValue.Ticks, DateTimeKind.Utc)
        : seconds <= EarliestSeconds ? new DateTime(0, DateTimeKind.Utc)
        : DateTime.UnixEpoch.AddTicks((long)Math.Round(seconds * 1e6) * TimeSpan.TicksPerMicrosecond);

    /// <summary>The first moment that is told as a time, or as a later one.</summary>
    /// <param name="time">UTC.</param>
    /// <returns>Unix seconds.</returns>
    public static double FirstSecondOf(DateTime time)
    {
        // Half a microsecond before the first that is not earlier; then a step or two, for no double is exactly that.
        var (whole, part) = Math.DivRem((time - DateTime.UnixEpoch).Ticks, TimeSpan.TicksPerMicrosecond);
        var second = (whole + (part > 0 ? 1 : 0) - 0.5) / 1e6;
        while (TimeOf(second) < time)
            second = Math.BitIncrement(second);
        while (TimeOf(Math.BitDecrement(second)) >= time && time.Ticks > 0)
            second = Math.BitDecrement(second);
        return time.Ticks > 0 ? second : double.NegativeInfinity;
    }

    private static (Int128 Low, Int128 High) RangeOf(BuiltInType type) => type switch
    {
        BuiltInType.SByte => (sbyte.MinValue, sbyte.MaxValue),
        BuiltInType.Byte => (byte.MinValue, byte.MaxValue),
        BuiltInType.Int16 => (short.MinValue, short.MaxValue),
        BuiltInType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        BuiltInType.Int32 => (int.MinValue, int.MaxValue),
        BuiltInType.UInt32 => (uint.MinValue, uint.MaxValue),
        BuiltInType.UInt64 => (ulong.MinValue, ulong.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>A whole number that its type can hold.</summary>
    private static Variant Whole(Int128 number, BuiltInType type) => type switch
    {
        BuiltInType.SByte => new Variant((sbyte)number),
        BuiltInType.Byte => new Variant((byte)number),
        BuiltInType.Int16 => new Variant((short)number),
        BuiltInType.UInt16 => new Variant((ushort)number),
        BuiltInType.Int32 => new Variant((int)number),
        BuiltInType.UInt32 => new Variant((uint)number),
        BuiltInType.UInt64 => new Variant((ulong)number),
        _ => new Variant((long)number),
    };

    private static bool TryGetFinite(in TagValue value, out double number) => value.TryGetNumber(out number) && double.IsFinite(number);

    /// <summary>The number without its fraction; digits are read as such, for a double has but 53 bits.</summary>
    private static bool TryGetWhole(in TagValue value, out Int128 whole)
    {
        switch (value.Kind)
        {
            case TagValueKind.Boolean or TagValueKind.Whole:
                whole = value.AsWhole;
                return true;
            case TagValueKind.Text when Int128.TryParse(value.AsText, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole):
                return true;
            case TagValueKind.Json when Int128.TryParse(value.AsJson, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole):
                return true;
            default:
                var isNumber = TryGetFinite(value, out var number);
                whole = isNumber ? Int128.CreateSaturating(number) : 0;
                return isNumber;
        }
    }

    private static bool TryGetTime(in TagValue value, out DateTime time)
    {
        time = default;
        if (value.Kind != TagValueKind.Boolean && TryGetFinite(value, out var seconds) && seconds >= EarliestSeconds && seconds <= LatestSeconds)
        {
            time = TimeOf(seconds);
            return true;
        }

        return value.Kind == TagValueKind.Text
            && DateTime.TryParse(value.AsText, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>A whole number of more than 63 bits, with all its digits.</summary>
    private static TagValue Digits(ulong number)
    {
        Span<byte> digits = stackalloc byte[20];
        _ = number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        var reader = new Utf8JsonReader(digits[..length]);
        _ = reader.Read();
        return TagValue.Read(ref reader);
    }
}
