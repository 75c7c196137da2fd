using System.Buffers;
using System.Text;

namespace Catchment.Protocols.Fits;

/// <summary>Reads one record of eighty characters. Source: FITS 4.0, 4.1 and 4.2; free format, of which fixed format is a case.</summary>
internal static class FitsCard
{
    /// <summary>Characters in a record.</summary>
    public const int Length = 80;

    private const int NameLength = 8;
    private const int ValueStart = 10;

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"u8);

    /// <summary>Whether it is the last of a header.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> card) => card.StartsWith("END"u8) && !card[3..].ContainsAnyExcept((byte)' ');

    /// <summary>The string of a <c>CONTINUE</c> record; null: it is none.</summary>
    public static (string Text, string Comment)? Continuation(ReadOnlySpan<byte> card)
    {
        if (!card.StartsWith("CONTINUE  "u8))
            return null;
        var rest = card[ValueStart..].TrimStart((byte)' ');
        if (rest.IsEmpty || rest[0] != '\'')
            return null;
        var value = Value("CONTINUE", rest);
        return (value.Text, value.Comment);
    }

    /// <summary>Reads any other record.</summary>
    /// <exception cref="FitsException">It is none.</exception>
    public static FitsKeyword Read(ReadOnlySpan<byte> card)
    {
        if (card.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            throw new FitsException("a byte is no printable ASCII character");
        var name = card[..NameLength].TrimEnd((byte)' ');
        if (name.ContainsAnyExcept(NameBytes))
            throw new FitsException($"the keyword '{Ascii(name)}' has other characters than A-Z, 0-9, - and _");
        if (name.IsEmpty || name.SequenceEqual("COMMENT"u8) || name.SequenceEqual("HISTORY"u8))
            return Commentary(name, card);
        if (card[NameLength] == '=' && card[NameLength + 1] == ' ')
            return Value(Ascii(name), card[ValueStart..]);
        return name.SequenceEqual("HIERARCH"u8) && card.IndexOf((byte)'=') is var equals and > 0 && !card[NameLength..equals].Trim((byte)' ').IsEmpty
            ? Value(Words(card[NameLength..equals]), card[(equals + 1)..])
            : Commentary(name, card);
    }

    private static FitsKeyword Commentary(ReadOnlySpan<byte> name, ReadOnlySpan<byte> card) =>
        new(Ascii(name), FitsValueKind.Commentary, Ascii(card[NameLength..].TrimEnd((byte)' ')), "");

    private static FitsKeyword Value(string name, ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        if (rest.IsEmpty || rest[0] == '/')
            return new FitsKeyword(name, FitsValueKind.Undefined, "", Comment(name, rest));
        if (rest[0] == '\'')
            return Text(name, rest);
        if (rest[0] == '(')
            return Complex(name, rest);
        var end = rest.IndexOfAny((byte)' ', (byte)'/');
        var token = end < 0 ? rest : rest[..end];
        var kind = token.Length == 1 && token[0] is (byte)'T' or (byte)'F' ? FitsValueKind.Logical : NumberKind(token)
            ?? throw new FitsException($"{name}: '{Ascii(token)}' is no value (a text stands in quotes)");
        return new FitsKeyword(name, kind, Ascii(token), Comment(name, rest[token.Length..]));
    }

    private static FitsKeyword Text(string name, ReadOnlySpan<byte> rest)
    {
        var at = 1;
        var hasQuotes = false;
        while (true)
        {
            var quote = rest[at..].IndexOf((byte)'\'');
            if (quote < 0)
                throw new FitsException($"{name}: the text has no closing quote");
            at += quote + 1;
            if (at >= rest.Length || rest[at] != '\'')
                break;
            hasQuotes = true; // Two of them are one.
            at++;
        }

        var text = Ascii(rest[1..(at - 1)].TrimEnd((byte)' '));
        return new FitsKeyword(name, FitsValueKind.Text, hasQuotes ? text.Replace("''", "'", StringComparison.Ordinal) : text, Comment(name, rest[at..]));
    }

    private static FitsKeyword Complex(string name, ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)')');
        var comma = rest.IndexOf((byte)',');
        if (comma < 0 || comma > end || NumberKind(rest[1..comma].Trim((byte)' ')) is null || NumberKind(rest[(comma + 1)..end].Trim((byte)' ')) is null)
            throw new FitsException($"{name}: '{Ascii(rest.TrimEnd((byte)' '))}' is no pair of numbers");
        return new FitsKeyword(name, FitsValueKind.Complex, Ascii(rest[..(end + 1)]), Comment(name, rest[(end + 1)..]));
    }

    // The standard wants the exponent's letter as a capital; what printf writes is taken too, as every reader does.
    private static FitsValueKind? NumberKind(ReadOnlySpan<byte> token)
    {
        var rest = token.IsEmpty || token[0] is not ((byte)'+' or (byte)'-') ? token : token[1..];
        var digits = Digits(ref rest);
        if (rest.IsEmpty)
            return digits > 0 ? FitsValueKind.Whole : null;
        if (rest[0] == '.')
        {
            rest = rest[1..];
            digits += Digits(ref rest);
        }

        if (digits == 0)
            return null;
        if (rest.IsEmpty)
            return FitsValueKind.Real;
        if (rest[0] is not ((byte)'E' or (byte)'D' or (byte)'e' or (byte)'d'))
            return null;
        rest = rest[1..];
        if (!rest.IsEmpty && rest[0] is (byte)'+' or (byte)'-')
            rest = rest[1..];
        return Digits(ref rest) > 0 && rest.IsEmpty ? FitsValueKind.Real : null;
    }

    private static int Digits(ref ReadOnlySpan<byte> rest)
    {
        var count = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (count < 0)
            count = rest.Length;
        rest = rest[count..];
        return count;
    }

    private static string Comment(string name, ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        if (rest.IsEmpty)
            return "";
        return rest[0] == '/' ? Ascii(rest[1..].Trim((byte)' ')) : throw new FitsException($"{name}: '{Ascii(rest.TrimEnd((byte)' '))}' stands behind the value, without a slash");
    }

    private static string Words(ReadOnlySpan<byte> words) => string.Join(' ', Ascii(words).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Ascii(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
