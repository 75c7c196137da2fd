using System.Globalization;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.OpcUa;

/// <summary>Which elements of an array or matrix, characters of a text or bytes of a byte string are meant. Source: OPC 10000-4, 7.27.</summary>
internal sealed class NumericRange
{
    // More dimensions than any value has.
    private const int MaxDimensions = 64;
    private const int MaxLength = MaxDimensions * 22;
    private readonly Bounds[] _bounds;

    private NumericRange(Bounds[] bounds) => _bounds = bounds;

    /// <summary>Reads the text form, for example <c>2</c>, <c>0:9</c> or <c>1:2,0:1</c>.</summary>
    /// <param name="text">Null or empty: the whole value.</param>
    /// <param name="range">Null: the whole value.</param>
    /// <returns>False: it is none; the answer is BadIndexRangeInvalid.</returns>
    public static bool TryParse(string? text, out NumericRange? range)
    {
        range = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (text.Length > MaxLength)
            return false;
        var bounds = new List<Bounds>();
        foreach (var part in text.AsSpan().Split(','))
        {
            if (bounds.Count == MaxDimensions || !TryParse(text.AsSpan(part), out var dimension))
                return false;
            bounds.Add(dimension);
        }

        range = new([.. bounds]);
        return true;
    }

    /// <summary>The part of a value that there is; its upper end may lie beyond the value's.</summary>
    /// <returns>Good, or BadIndexRangeNoData.</returns>
    public StatusCode Read(in Variant value, out Variant part)
    {
        part = default;
        if (value.Elements is not { } elements)
            return _bounds.Length == 1 && HasCharacters(value.Type) && Cut(value.Reference, _bounds[0]) is { } cut ? Found(Variant.OfReference(value.Type, cut), out part) : StatusCodes.BadIndexRangeNoData;

        var lengths = value.Dimensions ?? [elements.Length];
        if (!HasAsManyDimensions(lengths, value.Type))
            return StatusCodes.BadIndexRangeNoData;
        var block = new Bounds[lengths.Length];
        for (var i = 0; i < block.Length; i++)
        {
            if (_bounds[i].Low >= lengths[i])
                return StatusCodes.BadIndexRangeNoData;
            block[i] = _bounds[i] with { High = Math.Min(_bounds[i].High, lengths[i] - 1) };
        }

        var counts = Array.ConvertAll(block, static bounds => bounds.Count);
        var taken = NewArray(elements, counts.Aggregate(1, static (product, count) => product * count));
        var to = 0;
        foreach (var from in Rows(lengths, block))
        {
            Array.Copy(elements, from, taken, to, counts[^1]);
            to += counts[^1];
        }

        if (_bounds.Length > lengths.Length && !CutEach(taken, _bounds[^1]))
            return StatusCodes.BadIndexRangeNoData;
        return Found(Variant.OfArray(value.Type, taken, value.Dimensions is null ? null : counts), out part);
    }

    /// <summary>A value with a part of it replaced, by as many elements as are meant.</summary>
    /// <returns>Good; BadIndexRangeNoData: the value is too short; BadIndexRangeDataMismatch: the part has another size; BadTypeMismatch.</returns>
    public StatusCode Replace(in Variant value, in Variant part, out Variant changed)
    {
        changed = default;
        if (part.Type != value.Type || part.IsArray != value.IsArray)
            return StatusCodes.BadTypeMismatch;
        if (value.Elements is not { } elements || part.Elements is not { } others)
        {
            if (_bounds.Length != 1 || !HasCharacters(value.Type))
                return StatusCodes.BadIndexRangeNoData;
            var status = Paste(value.Reference, part.Reference, _bounds[0], out var pasted);
            return status.IsGood ? Found(Variant.OfReference(value.Type, pasted), out changed) : status;
        }

        var lengths = value.Dimensions ?? [elements.Length];
        if (!HasAsManyDimensions(lengths, value.Type))
            return StatusCodes.BadIndexRangeNoData;
        var block = _bounds.AsSpan(0, lengths.Length).ToArray();
        for (var i = 0; i < block.Length; i++)
        {
            if (block[i].High >= lengths[i])
                return StatusCodes.BadIndexRangeNoData;
        }

        var counts = Array.ConvertAll(block, static bounds => bounds.Count);
        if (!counts.AsSpan().SequenceEqual(part.Dimensions ?? [others.Length]))
            return StatusCodes.BadIndexRangeDataMismatch;
        var copy = (Array)elements.Clone();
        var at = 0;
        foreach (var to in Rows(lengths, block))
        {
            if (_bounds.Length == lengths.Length)
                Array.Copy(others, at, copy, to, counts[^1]);
            else if (PasteEach(copy, to, others, at, counts[^1]) is { IsGood: false } failure)
                return failure;
            at += counts[^1];
        }

        return Found(Variant.OfArray(value.Type, copy, value.Dimensions), out changed);
    }

    private static StatusCode Found(Variant value, out Variant result)
    {
        result = value;
        return StatusCodes.Good;
    }

    private static bool HasCharacters(BuiltInType type) => type is BuiltInType.String or BuiltInType.ByteString;

    private static Array NewArray(Array like, int length) => Array.CreateInstance(like.GetType().GetElementType()!, length);

    // Where each row of a block begins within the whole: the last dimension lies in one piece.
    private static IEnumerable<int> Rows(int[] lengths, Bounds[] block)
    {
        var at = Array.ConvertAll(block, static bounds => bounds.Low);
        while (true)
        {
            var offset = 0;
            for (var i = 0; i < at.Length; i++)
                offset = (offset * lengths[i]) + at[i];
            yield return offset;

            var dimension = at.Length - 2;
            while (dimension >= 0 && at[dimension] == block[dimension].High)
                at[dimension] = block[dimension--].Low;
            if (dimension < 0)
                yield break;
            at[dimension]++;
        }
    }

    // A piece of a text or of bytes; null: there is none.
    private static object? Cut(object? whole, Bounds bounds) => whole switch
    {
        string text when bounds.Low < text.Length => text[bounds.Low..Math.Min(text.Length, bounds.High + 1)],
        byte[] bytes when bounds.Low < bytes.Length => bytes[bounds.Low..Math.Min(bytes.Length, bounds.High + 1)],
        _ => null,
    };

    private static bool CutEach(Array elements, Bounds bounds)
    {
        var any = false;
        var array = (object?[])elements;
        for (var i = 0; i < array.Length; i++)
        {
            array[i] = Cut(array[i], bounds);
            any |= array[i] is not null;
        }

        return any;
    }

    private static StatusCode Paste(object? whole, object? part, Bounds bounds, out object? result)
    {
        result = null;
        switch (whole, part)
        {
            case (string text, string piece) when bounds.High < text.Length:
                if (piece.Length != bounds.Count)
                    return StatusCodes.BadIndexRangeDataMismatch;
                result = string.Concat(text.AsSpan(0, bounds.Low), piece, text.AsSpan(bounds.High + 1));
                return StatusCodes.Good;
            case (byte[] bytes, byte[] piece) when bounds.High < bytes.Length:
                if (piece.Length != bounds.Count)
                    return StatusCodes.BadIndexRangeDataMismatch;
                var copy = (byte[])bytes.Clone();
                piece.CopyTo(copy, bounds.Low);
                result = copy;
                return StatusCodes.Good;
            case (_, null):
                return StatusCodes.BadIndexRangeDataMismatch;
            default:
                return StatusCodes.BadIndexRangeNoData;
        }
    }

    private static bool TryParse(ReadOnlySpan<char> text, out Bounds bounds)
    {
        bounds = default;
        var colon = text.IndexOf(':');
        if (!TryParseIndex(colon < 0 ? text : text[..colon], out var low))
            return false;
        var high = low;
        if (colon >= 0 && (!TryParseIndex(text[(colon + 1)..], out high) || high <= low))
            return false;

        // No value has so many elements; one less than the largest number, so that counting does not overflow.
        bounds = new((int)Math.Min(low, int.MaxValue - 1), (int)Math.Min(high, int.MaxValue - 1));
        return true;
    }

    private static bool TryParseIndex(ReadOnlySpan<char> text, out uint index) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    // Texts and byte strings are one dimension more, which may be left out.
    private bool HasAsManyDimensions(int[] lengths, BuiltInType type) =>
        _bounds.Length == lengths.Length || (_bounds.Length == lengths.Length + 1 && HasCharacters(type));

    private StatusCode PasteEach(Array elements, int to, Array others, int from, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var status = Paste(elements.GetValue(to + i), others.GetValue(from + i), _bounds[^1], out var pasted);
            if (!status.IsGood)
                return status;
            elements.SetValue(pasted, to + i);
        }

        return StatusCodes.Good;
    }

    // Both ends belong to it.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Bounds(int Low, int High)
    {
        public int Count => High - Low + 1;
    }
}
