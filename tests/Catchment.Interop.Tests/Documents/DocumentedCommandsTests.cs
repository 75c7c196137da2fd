namespace Catchment.Interop.Tests.Documents;

/// <summary>
/// Every command of README and docs, run as it stands there. <c>stages/</c> has the scripts that set up what a page assumes and run its commands;
/// <see cref="Exceptions"/> names the few that are not run, and why.
/// </summary>
[Collection(Alone.Name)]
public sealed class DocumentedCommandsTests(Stages stages) : IClassFixture<Stages>
{
    public static TheoryData<string> Names => [.. Stage.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_commands_of_a_stage_do_what_their_pages_say(string stage)
    {
        var (run, failed, output) = await stages.Played(stage);
        failed.ShouldBeEmpty(output);
        run.ShouldNotBeEmpty(output);
    }

    [Fact]
    public async Task Every_command_of_the_pages_is_run()
    {
        var run = new List<string>();
        foreach (var stage in Stage.Names)
            run.AddRange((await stages.Played(stage)).Run);
        var left = Page.All.SelectMany(static page => page.Commands()).Where(command => !run.Exists(command.IsIn)).ToArray();

        left.Where(static command => !Exceptions.Has(command)).Select(static c => c.ToString())
            .ShouldBeEmpty("run them in a script of tests/Catchment.Interop.Tests/Documents/stages, or name them in Exceptions.cs with the reason");
        Exceptions.All.Where(exception => !left.Any(exception.Holds)).Select(static e => e.ToString())
            .ShouldBeEmpty("no page has them any more, or they are run: take them out of Exceptions.cs");
    }
}
