namespace Catchment.Cameras.Recordings.Tables;

/// <summary>Texts out of files that became words of the catalog.</summary>
internal static class RecordedText
{
    /// <summary>The longest, in characters: a row of an index has to fit a page of the database.</summary>
    internal const int Longest = 100;

    /// <summary>A text's beginning, cut between two characters; what a database does not hold is replaced.</summary>
    internal static string Of(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest)
            text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
        return text.ContainsAny('\0', '\uFFFF') || HasLoneSurrogate(text)
            ? string.Create(text.Length, text, static (clean, raw) =>
            {
                for (var i = 0; i < clean.Length; i++)
                    clean[i] = raw[i] is '\0' or '\uFFFF' || char.IsSurrogate(raw[i]) ? '\uFFFD' : raw[i];
            })
            : text.ToString();
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
