using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Catchment.Tags.Store;

/// <summary>Converts what is written into what a point stores. Source: <c>tags</c> 2.2.</summary>
public static class TagCoercion
{
    /// <summary>The type of a <c>data_type</c>; any text that is none behaves like raw.</summary>
    /// <param name="dataType">The text.</param>
    public static TagType TypeOf(string dataType) => dataType switch
    {
        "float" => TagType.Float,
        "int" => TagType.Int,
        "bool" => TagType.Bool,
        "string" => TagType.String,
        _ => TagType.Raw,
    };

    /// <summary>The type that an unknown key is registered with at its first write. Source: <c>tags</c> 2.9.</summary>
    /// <param name="value">What is written.</param>
    public static string DataTypeOf(in TagValue value) => value.Kind switch
    {
        TagValueKind.Boolean => "bool",
        TagValueKind.Whole or TagValueKind.Number => "float",
        TagValueKind.Text => "string",
        TagValueKind.Json when value.TryGetNumber(out _) => "float",
        _ => "raw",
    };

    /// <summary>The value that such a key begins with. Source: <c>tags</c> 2.9.</summary>
    /// <param name="dataType">One that <see cref="DataTypeOf"/> gave.</param>
    public static TagValue DefaultOf(string dataType) => dataType switch
    {
        "float" => TagValue.Of(0L),
        "bool" => TagValue.Of(false),
        "string" => TagValue.Of(""),
        _ => TagValue.Null,
    };

    /// <summary>Converts a value.</summary>
    /// <param name="value">As it was written.</param>
    /// <param name="type">The point's type.</param>
    /// <param name="stored">What to store.</param>
    /// <returns>False: it cannot be converted; the point takes its default, and is BAD.</returns>
    public static bool TryCoerce(in TagValue value, TagType type, out TagValue stored)
    {
        stored = value;
        switch (type)
        {
            case TagType.Float:
                return TryCoerceFloat(value, ref stored);
            case TagType.Int:
                return TryCoerceInt(value, ref stored);
            case TagType.Bool:
                stored = TagValue.Of(IsTrue(value));
                return !IsNotFinite(value);
            case TagType.String:
                if (IsNotFinite(value))
                    return false;
                if (value.Kind != TagValueKind.Text)
                    stored = TagValue.Of(value.ToString());
                return true;
            default:
                return !IsNotFinite(value);
        }
    }

    /// <summary>The truth value; texts that say no are false.</summary>
    /// <param name="value">Any value.</param>
    public static bool IsTrue(in TagValue value) => value.Kind switch
    {
        TagValueKind.Boolean or TagValueKind.Whole => value.AsWhole != 0,
        TagValueKind.Number => value.AsNumber != 0,
        TagValueKind.Text => IsTrue(value.AsText),
        TagValueKind.Json => !(value.AsJson.SequenceEqual("[]"u8) || value.AsJson.SequenceEqual("{}"u8)),
        _ => false,
    };

    private static bool IsTrue(string text)
    {
        if (text.Length == 0)
            return false;
        var word = text.AsSpan().Trim();
        foreach (var no in (ReadOnlySpan<string>)["false", "f", "0", "no", "off"])
        {
            if (word.Equals(no, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    /// <summary>Whether it is a number that no point can hold.</summary>
    internal static bool IsNotFinite(in TagValue value) => value.Kind == TagValueKind.Number && !double.IsFinite(value.AsNumber);

    private static bool TryCoerceFloat(in TagValue value, ref TagValue stored)
    {
        if (!value.TryGetNumber(out var number) || !double.IsFinite(number))
            return false;
        stored = TagValue.Of(number);
        return true;
    }

    private static bool TryCoerceInt(in TagValue value, ref TagValue stored)
    {
        if (!value.TryGetNumber(out var number) || !double.IsFinite(number))
            return false;
        // By way of a double, as the original: 2^53 + 1 is not kept.
        number = Math.Truncate(number);
        stored = number is >= long.MinValue and < -(double)long.MinValue ? TagValue.Of((long)number) : Whole(number);
        return true;
    }

    private static TagValue Whole(double number)
    {
        var reader = new Utf8JsonReader(Encoding.ASCII.GetBytes(new BigInteger(number).ToString(CultureInfo.InvariantCulture)));
        _ = reader.Read();
        return TagValue.Read(ref reader);
    }
}
