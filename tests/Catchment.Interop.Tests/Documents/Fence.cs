namespace Catchment.Interop.Tests.Documents;

/// <summary>A block of a page that is no text.</summary>
/// <param name="Line">Where its first line stands.</param>
/// <param name="Language">The word behind its first fence; empty: none.</param>
/// <param name="Lines">What is in it, without the indentation of its fence.</param>
internal sealed record Fence(int Line, string Language, IReadOnlyList<string> Lines)
{
    /// <summary>Whether it holds what is typed: what holds something else says so with another word.</summary>
    internal bool HoldsCommands => Language is "" or "sh" or "bash";

    /// <summary>What is typed, and in which line: comments left out, lines that belong together as one.</summary>
    internal IEnumerable<(int Line, string Text)> Commands()
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            var (line, text) = (Line + i, WithoutComment(Lines[i]));
            while (text.EndsWith('\\') && i + 1 < Lines.Count)
                text = text[..^1].TrimEnd() + " " + WithoutComment(Lines[++i]).TrimStart();
            if (text.IndexOf("<<'", StringComparison.Ordinal) is var here and >= 0)
            {
                var end = text[(here + 3)..text.LastIndexOf('\'')];
                do
                    text += "\n" + Lines[++i];
                while (!string.Equals(Lines[i], end, StringComparison.Ordinal));
            }

            if (text.Length > 0)
                yield return (line, text);
        }
    }

    private static string WithoutComment(string line)
    {
        if (line.StartsWith('#'))
            return "";
        var comment = line.IndexOf(" # ", StringComparison.Ordinal);
        return (comment < 0 ? line : line[..comment]).TrimEnd();
    }
}
