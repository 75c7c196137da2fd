using Catchment.Protocols.Mqtt;

namespace Catchment.Protocols.Tests.Mqtt;

public sealed class MqttTopicTests
{
    [Theory]
    [InlineData("sport/tennis/#", "sport/tennis", true)]
    [InlineData("sport/tennis/#", "sport/tennis/a/b", true)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("sport/+/x", "sport/a/x", true)]
    [InlineData("sport/+/x", "sport/a/b/x", false)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "a", true)]
    [InlineData("#", "$SYS/a", false)]
    [InlineData("+/a", "$SYS/a", false)]
    [InlineData("$SYS/#", "$SYS/a", true)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/B", false)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/b/c", "a/b", false)]
    public void A_filter_takes_what_the_standard_says(string filter, string topic, bool matches) =>
        MqttTopic.Matches(filter, topic).ShouldBe(matches);

    [Theory]
    [InlineData("#", true)]
    [InlineData("a/#", true)]
    [InlineData("+/a/+", true)]
    [InlineData("/", true)]
    [InlineData("", false)]
    [InlineData("a#", false)]
    [InlineData("#/a", false)]
    [InlineData("a/b+", false)]
    [InlineData("a\0", false)]
    public void A_filter_has_wildcards_in_levels_of_their_own(string filter, bool isOne) => MqttTopic.IsFilter(filter).ShouldBe(isOne);

    [Fact]
    public void A_topic_is_measured_in_bytes()
    {
        MqttTopic.IsName(new string('a', 65_535)).ShouldBeTrue();
        MqttTopic.IsName(new string('a', 65_536)).ShouldBeFalse();
        MqttTopic.IsName(new string('ä', 32_768)).ShouldBeFalse();
        MqttTopic.IsName("a/+").ShouldBeFalse();
        MqttTopic.IsName("\uDC00").ShouldBeFalse();
    }
}
