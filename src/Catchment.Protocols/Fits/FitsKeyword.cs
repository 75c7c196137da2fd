using System.Globalization;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.Fits;

/// <summary>A keyword record of a header, with its continuations.</summary>
/// <param name="Name">Its name: up to eight characters, or the words behind <c>HIERARCH</c> with one blank between them; may be empty.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Text">A string's or a comment's text without trailing blanks; of every other value the characters as they are written.</param>
/// <param name="Comment">The comment behind the value; may be empty.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FitsKeyword(string Name, FitsValueKind Kind, string Text, string Comment)
{
    /// <summary>Its value when that is a whole number of 64 bits; otherwise null.</summary>
    public long? Whole => Kind == FitsValueKind.Whole && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    /// <summary>Its value when that is a finite number; otherwise null.</summary>
    public double? Number => Kind is FitsValueKind.Whole or FitsValueKind.Real
        && double.TryParse(Text.Replace('D', 'E').Replace('d', 'e'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;

    /// <summary>Its value when that is a logical one; otherwise null.</summary>
    public bool? Logical => Kind == FitsValueKind.Logical ? string.Equals(Text, "T", StringComparison.Ordinal) : null;
}
