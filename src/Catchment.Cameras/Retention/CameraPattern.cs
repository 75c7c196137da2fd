using System.Text;

namespace Catchment.Cameras.Retention;

/// <summary>
/// Names some cameras: <c>*</c> stands for any characters, <c>?</c> for one. It is compared with a file's label, in which every blank
/// is a dash, so that blanks and dashes are the same; case matters.
/// </summary>
internal sealed class CameraPattern
{
    private readonly Rune[] _pattern;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">As it is written: <c>Barn *</c>.</param>
    internal CameraPattern(string text)
    {
        Text = text;
        _pattern = [.. text.Trim(' ').Replace(' ', '-').EnumerateRunes()];
    }

    /// <summary>As it is written.</summary>
    internal string Text { get; }

    /// <summary>Whether it names the camera of a label. Takes at most pattern times label steps.</summary>
    internal bool Matches(string label)
    {
        Rune[] text = [.. label.EnumerateRunes()];
        int at = 0, next = 0, star = -1, afterStar = 0;
        while (at < text.Length)
        {
            if (next < _pattern.Length && _pattern[next].Value == '*')
            {
                star = next++;
                afterStar = at;
            }
            else if (next < _pattern.Length && (_pattern[next].Value == '?' || _pattern[next] == text[at]))
            {
                next++;
                at++;
            }
            else if (star >= 0)
            {
                // The last star takes one more; an earlier one need not, what it could take this one can.
                next = star + 1;
                at = ++afterStar;
            }
            else
            {
                return false;
            }
        }

        return _pattern.AsSpan(next).IndexOfAnyExcept(new Rune('*')) < 0;
    }
}
