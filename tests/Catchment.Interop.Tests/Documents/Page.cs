using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Documents;

/// <summary>A page for people, taken apart.</summary>
internal sealed partial class Page
{
    private Page(string name)
    {
        Name = name;
        var lines = File.ReadAllLines(Path.Combine(CommandLine.Repository, name));
        var fences = new List<Fence>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Opening().Match(lines[i]) is not { Success: true } opening)
                continue;
            var first = i + 1;
            var end = Array.FindIndex(lines, first, line => string.Equals(line.Trim(), opening.Groups["marks"].Value, StringComparison.Ordinal));
            end.ShouldBeGreaterThan(0, $"{name}:{first}: a block that does not end");
            var indentation = opening.Groups["indentation"].Length;
            fences.Add(new Fence(first + 1, opening.Groups["language"].Value, [.. lines[first..end].Select(line => line.Length > indentation ? line[indentation..] : line.TrimStart())]));
            Array.Fill(lines, "", i, end - i + 1);
            i = end;
        }

        Fences = fences;
        Text = lines;
    }

    /// <summary>Every page that people read, as its path below the checkout.</summary>
    internal static IReadOnlyList<Page> All { get; } = [.. Names().Order(StringComparer.Ordinal).Select(static name => new Page(name))];

    internal string Name { get; }

    internal IReadOnlyList<Fence> Fences { get; }

    /// <summary>The lines that are no block.</summary>
    internal IReadOnlyList<string> Text { get; }

    /// <summary>What is typed, of blocks and of the text.</summary>
    internal IEnumerable<DocumentedCommand> Commands() =>
        Fences.Where(static f => f.HoldsCommands).SelectMany(f => f.Commands().Select(c => new DocumentedCommand(Name, c.Line, c.Text, IsInline: false)))
            .Concat(Spans().Where(static s => CommandWords.AreCommand(s.Text)).Select(s => new DocumentedCommand(Name, s.Line, s.Text, IsInline: true)));

    /// <summary>Each span of code in the text.</summary>
    internal IEnumerable<(int Line, string Text)> Spans() => Paragraphs().SelectMany(p => Code().Matches(p.Text).Select(m => (p.Line + p.Text.AsSpan(0, m.Index).Count('\n'), Text: m.Groups["code"].Value.Replace('\n', ' ').Replace("\\|", "|", StringComparison.Ordinal))));

    /// <summary>Where the page points to, apart from the network.</summary>
    internal IEnumerable<(int Line, string Target)> Links() =>
        Text.SelectMany((line, i) => Link().Matches(WithoutCode(line)).Select(m => (i + 1, m.Groups["target"].Value))).Where(static l => !l.Value.Contains("://", StringComparison.Ordinal));

    /// <summary>What may be pointed to in it.</summary>
    internal IReadOnlySet<string> Anchors() => Text.Where(static line => line.StartsWith('#')).Select(static line => NoLetter().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet(StringComparer.Ordinal);

    private static string WithoutCode(string line) => Code().Replace(line, static m => m.Value.Contains("](", StringComparison.Ordinal) ? "" : "code");

    private static IEnumerable<string> Names()
    {
        var folder = CommandLine.Repository;
        return Directory.GetFiles(Path.Combine(folder, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(folder, "deploy"), "README.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(folder, file)).Concat(["README.md", "CONTRIBUTING.md"]);
    }

    // Spans may go on in the next line, but not into another paragraph, item or row.
    private IEnumerable<(int Line, string Text)> Paragraphs()
    {
        var start = 0;
        for (var i = 1; i <= Text.Count; i++)
        {
            if (i < Text.Count && Text[i].Length > 0 && !Text[i].StartsWith('|'))
                continue;
            yield return (start + 1, string.Join('\n', Text.Skip(start).Take(i - start)));
            start = i;
        }
    }

    [GeneratedRegex(@"^(?<indentation>\s*)(?<marks>`{3,})(?<language>\w*)\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex("(?<marks>`+)(?<code>[^`]+)\\k<marks>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoLetter();
}
