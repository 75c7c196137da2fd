namespace Catchment.Interop.Tests.Documents;

/// <summary>A command that a page names.</summary>
/// <param name="Page">The page, below the checkout.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Text">As it is typed.</param>
/// <param name="IsInline">Whether it stands in the text and not in a block of its own.</param>
internal sealed record DocumentedCommand(string Page, int Line, string Text, bool IsInline)
{
    /// <summary>The same for each way in which the program may be called.</summary>
    internal string Canonical => Canon(Text);

    /// <summary>What is the same for each way in which the program may be called: by its name, by its path, through a link; in the background or not.</summary>
    internal static string Canon(string text)
    {
        var words = text.Contains('\n', StringComparison.Ordinal) ? text : string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var name in new[] { "./catchment ", "catchment " })
            if (words.StartsWith(name, StringComparison.Ordinal))
                words = words[name.Length..];
        if (words.StartsWith("xtelemdb replicas", StringComparison.Ordinal))
            words = words["xtelemdb ".Length..]; // the same commands
        return words.EndsWith(" &", StringComparison.Ordinal) ? words[..^2] : words;
    }

    /// <summary>Whether a command that was typed is this one. In the text it may have had more words, and a value in the place of what stands for one.</summary>
    internal bool IsIn(string typed)
    {
        if (!IsInline)
            return string.Equals(Canonical, Canon(typed), StringComparison.Ordinal);
        var mine = Canonical.Split(' ');
        var theirs = Canon(typed).Split(' ');
        return mine.Length <= theirs.Length && mine.Zip(theirs).All(static pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal) || CommandWords.IsPlaceholder(pair.First));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Page}:{Line}: {Text}";
}
