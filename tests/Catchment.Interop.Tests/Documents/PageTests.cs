namespace Catchment.Interop.Tests.Documents;

/// <summary>What pages name is there: commands with their options, other pages, files.</summary>
public sealed class PageTests
{
    private static readonly string[] Languages = ["", "sh", "bash", "text", "yaml", "yml", "toml", "json", "sql", "csharp", "xml", "js", "python"];

    [Fact]
    public void Every_command_that_a_page_names_is_one_of_the_program_with_its_options() =>
        Page.All.SelectMany(static page => page.Commands()).Where(static c => CommandWords.IsOurs(c.Canonical) && !Exceptions.Has(c))
            .Select(static c => (Command: c, Unknown: CommandWords.Unknown(c.Canonical))).Where(static c => c.Unknown is not null)
            .Select(static c => $"{c.Command}: the program does not know {c.Unknown}").ShouldBeEmpty();

    [Fact]
    public void Every_command_of_the_program_is_named_on_a_page()
    {
        var named = Page.All.SelectMany(static page => page.Commands().Select(static c => c.Canonical).Concat(page.Spans().Select(static s => DocumentedCommand.Canon(s.Text)))).ToArray();
        CommandWords.All.Count.ShouldBeGreaterThan(60);
        CommandWords.All.Select(static c => (c.Words, Named: DocumentedCommand.Canon(c.Words))).Where(c => !named.Any(text => string.Equals(text, c.Named, StringComparison.Ordinal) || text.StartsWith(c.Named + " ", StringComparison.Ordinal)))
            .Select(static c => c.Words).ShouldBeEmpty("a person has to find them without --help");
    }

    [Fact]
    public void A_block_says_with_a_known_word_what_it_holds() => // else its commands would not be run
        Page.All.SelectMany(static page => page.Fences.Select(fence => $"{page.Name}:{fence.Line}: {fence.Language}")).Where(static f => !Languages.Contains(f[(f.LastIndexOf(' ') + 1)..], StringComparer.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_link_leads_to_a_page_a_file_or_a_heading_that_is_there()
    {
        var pages = Page.All.ToDictionary(static page => page.Name, StringComparer.Ordinal);
        var links = Page.All.SelectMany(page => page.Links().Select(link => (Page: page, link.Line, link.Target))).ToArray();
        links.Length.ShouldBeGreaterThan(100);
        links.Select(link => (link.Page.Name, link.Line, link.Target, Trouble: Trouble(link.Page, link.Target))).Where(static l => l.Trouble is not null)
            .Select(static l => $"{l.Name}:{l.Line}: {l.Target}: {l.Trouble}").ShouldBeEmpty();

        string? Trouble(Page page, string target)
        {
            var (file, anchor) = target.Split('#') is [var f, var a] ? (f, a) : (target, null);
            var path = file.Length == 0 ? page.Name : Path.GetRelativePath(CommandLine.Repository, Path.GetFullPath(Path.Combine(CommandLine.Repository, Path.GetDirectoryName(page.Name)!, file)));
            if (!Path.Exists(Path.Combine(CommandLine.Repository, path)))
                return "there is no such file";
            if (anchor is null)
                return null;
            return pages.TryGetValue(path, out var other) && other.Anchors().Contains(anchor) ? null : "there is no such heading";
        }
    }
}
