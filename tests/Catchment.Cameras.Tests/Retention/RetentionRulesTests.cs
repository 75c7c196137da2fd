using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

public sealed class RetentionRulesTests
{
    [Fact]
    public void The_first_rule_that_fits_holds_and_what_stands_beside_them_for_all_others()
    {
        var rules = Resolve(new RetentionOptions
        {
            KeepDays = 7,
            ArchiveTo = "/mnt/archive",
            Rules = [new() { Cameras = "Barn *", KeepGib = 0.5 }, new() { Cameras = "*Door", ArchiveTo = "/mnt/doors" }],
        });

        rules.All.ShouldBe(
        [
            new RetentionRule("Barn *", null, 1L << 29, "/mnt/archive"),
            new RetentionRule("*Door", null, null, "/mnt/doors"),
            new RetentionRule("*", 7, null, "/mnt/archive"),
        ]);
        new[] { "Barn-Door", "Yard-Door", "Yard" }.Select(rules.IndexOf).ShouldBe([0, 1, 2]);
        rules.Ends.ShouldBeTrue();
        rules.All[1].Ends.ShouldBeFalse();
    }

    [Fact]
    public void An_archive_alone_ends_nothing() => Resolve(new RetentionOptions { ArchiveTo = "/mnt/archive" }).Ends.ShouldBeFalse();

    [Theory]
    [InlineData("/srv/hub/images")]
    [InlineData("/srv/hub/images/")]
    [InlineData("/srv/hub/images/archive")]
    [InlineData("/srv/hub/x/../images/archive")]
    [InlineData("/srv/hub")]
    [InlineData("/")]
    public void An_archive_in_the_frames_folder_or_around_it_is_refused(string archive)
    {
        var errors = new List<(string Key, string Found, string Allowed)>();

        RetentionRules.Resolve(new RetentionOptions { ArchiveTo = archive, Rules = [new() { Cameras = " ", ArchiveTo = archive }] }, "/srv/hub/images", errors);

        errors.Select(e => e.Key).ShouldBe(["hub.retention.archive_to", "hub.retention.rules[0].cameras", "hub.retention.rules[0].archive_to"]);
    }

    [Theory]
    [InlineData("/srv/hub/archive")]
    [InlineData("/srv/hub/images2")]
    public void An_archive_beside_it_is_not(string archive) => Resolve(new RetentionOptions { ArchiveTo = archive }).All.ShouldHaveSingleItem().ArchiveTo.ShouldBe(archive);

    private static RetentionRules Resolve(RetentionOptions options)
    {
        var errors = new List<(string Key, string Found, string Allowed)>();
        var rules = RetentionRules.Resolve(options, "/srv/hub/images", errors);
        errors.ShouldBeEmpty();
        return rules;
    }
}
