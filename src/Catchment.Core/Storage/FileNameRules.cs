using System.Globalization;
using System.Text;

namespace Catchment.Core.Storage;

/// <summary>
/// Which characters a name that a peer sent may bring into a file name: letters, marks, digits, punctuation, symbols and
/// blanks of any script, but no slash and nothing that cannot be seen (controls, format characters such as text
/// direction overrides, private and unassigned code points).
/// </summary>
public static class FileNameRules
{
    /// <summary>Whether the character may stand in a file name.</summary>
    public static bool IsAllowed(Rune character) => character.Value switch
    {
        '/' => false,
        < 0x80 => character.Value is >= 0x20 and < 0x7F,
        _ => Rune.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) && character != Rune.ReplacementChar,
    };
}
