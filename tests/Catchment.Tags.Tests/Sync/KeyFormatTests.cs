using Catchment.Tags.Sync.Keys;
using Catchment.Tags.Sync.Polling;

namespace Catchment.Tags.Tests.Sync;

public sealed class KeyFormatTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("colon")]
    [InlineData("dot")]
    [InlineData("site/{device}/{tag}")]
    [InlineData("{id}")]
    public void Takes_what_is_a_format(string text) => KeyFormat.Parse(text).ShouldNotBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("comma")]
    [InlineData("{device")]
    [InlineData("{device}{other}")]
    public void Refuses_what_is_none(string text) => Should.Throw<FormatException>(() => KeyFormat.Parse(text));

    [Fact]
    public void Fills_a_template_once_so_that_braces_in_a_name_mean_nothing() =>
        KeyFormat.Parse("{device}/{tag}/{id}").KeyOf("{tag}", "1", "{id}", PolledSource.Device).Fresh.ShouldBe("{tag}/{id}/1");

    [Theory]
    [InlineData(PolledSource.User, "d", "calc:x", "calc:x")]
    [InlineData(PolledSource.Calculation, "d", "calc:xcalc:y", "xy")]
    [InlineData(PolledSource.Device, "USER_TAGS", "n", "n")]
    [InlineData(PolledSource.Device, "CALC_TAGS", "n", "n")]
    public void Virtual_tags_have_their_names_as_keys(object source, string device, string name, string key)
    {
        foreach (var format in new[] { "auto", "colon", "dot", "x{tag}" })
        {
            var made = KeyFormat.Parse(format).KeyOf(device, "1", name, (PolledSource)source);
            made.IsFinal.ShouldBeTrue();
            made.Fresh.ShouldBe(key);
        }
    }

    [Fact]
    public void A_key_by_the_id_goes_before_one_by_the_name_where_the_store_has_it()
    {
        var key = KeyFormat.Parse("colon").KeyOf("d", "1", "n", PolledSource.Device);
        key.Choose(new HashSet<string> { "d:1", "d:n" }).ShouldBe("d:1");
        key.Choose(new HashSet<string>()).ShouldBe("d:n");
        KeyFormat.Parse("colon", prefersId: false).KeyOf("d", "1", "n", PolledSource.Device).IsFinal.ShouldBeTrue();
    }

    [Fact]
    public void What_is_undecided_outlives_the_disk()
    {
        var key = KeyFormat.Parse("auto").KeyOf("d", "1", "n", PolledSource.Device);
        var read = TagKey.FromText(key.ToText());
        (read.Fresh, read.Unasked).ShouldBe((key.Fresh, key.Unasked));
        read.Candidates.ShouldBe(key.Candidates);
    }
}
