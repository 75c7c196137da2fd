namespace Catchment.Tags.Sync.Rules;

/// <summary>A pattern with <c>*</c> for any characters and <c>?</c> for one. Letters count as they are written.</summary>
internal static class Glob
{
    /// <summary>Whether the whole text fits; in time of at most pattern times text, and without recursion.</summary>
    internal static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // What the last star stood for takes in one more character.
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
