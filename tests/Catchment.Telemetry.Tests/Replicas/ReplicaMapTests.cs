using Catchment.Telemetry.Replicas;

namespace Catchment.Telemetry.Tests.Replicas;

public sealed class ReplicaMapTests
{
    [Theory]
    [InlineData("/mnt/b/telem=exao1:/opt/MagAOX/telem", "/", "/mnt/b/telem", "exao1", "/opt/MagAOX/telem")]
    [InlineData("/mnt/b/=exao1:/", "/", "/mnt/b", "exao1", "")]
    [InlineData("telem/=exao1:relative/x/", "/mnt/b", "/mnt/b/telem", "exao1", "relative/x")]
    [InlineData(".=exao1:/opt", "/mnt/b", "/mnt/b", "exao1", "/opt")]
    [InlineData("telem=exao1:/opt", "s3://shelf/a", "s3://shelf/a/telem", "exao1", "/opt")]
    [InlineData("s3://shelf/a/=exao1:/opt", "/", "s3://shelf/a", "exao1", "/opt")]
    [InlineData("/a=b:/c:d=e", "/", "/a", "b", "/c:d=e")]
    public void A_mapping_is_read(string text, string volume, string prefix, string host, string origin) => ReplicaMap.Parse(text, volume).ShouldBe(new ReplicaMap(prefix, host, origin));

    [Theory]
    [InlineData("")]
    [InlineData("=exao1:/opt")]
    [InlineData("/mnt")]
    [InlineData("/mnt=")]
    [InlineData("/mnt=/opt")]
    [InlineData("/mnt=exao1:")]
    [InlineData("/mnt=:/opt")]
    public void What_is_none_is_refused(string text) => Should.Throw<FormatException>(() => ReplicaMap.Parse(text, "/")).Message.ShouldContain("PREFIX=HOST:PREFIX");

    [Fact]
    public void A_host_that_is_said_otherwise_need_not_be_named()
    {
        ReplicaMap.Parse("/mnt=/opt", "/", "exao1").ShouldBe(new ReplicaMap("/mnt", "exao1", "/opt"));
        Should.Throw<FormatException>(() => ReplicaMap.Parse("/mnt=exao2:/opt", "/", "exao1"));
        Should.Throw<FormatException>(() => ReplicaMap.Parse($"/mnt={new string('h', 51)}:/opt", "/"));
    }

    [Fact]
    public void The_longest_prefix_counts_and_ends_at_a_slash()
    {
        var maps = new ReplicaMaps([ReplicaMap.Parse("/mnt=a:/", "/"), ReplicaMap.Parse("/mnt/b=b:/opt", "/"), ReplicaMap.Parse("/other=b:/opt/deep", "/")]);
        maps.Origin("/mnt/x").ShouldBe(("a", "/x"));
        maps.Origin("/mnt/b/x").ShouldBe(("b", "/opt/x"));
        maps.Origin("/mnt/bb/x").ShouldBe(("a", "/bb/x"));
        maps.Origin("/mntx/x").ShouldBeNull();
        maps.Replica("a", "/x/y").ShouldBe("/mnt/x/y");
        maps.Replica("b", "/opt/x").ShouldBe("/mnt/b/x");
        maps.Replica("b", "/opt/deep/x").ShouldBe("/other/x");
        maps.Replica("b", "/optx").ShouldBeNull();
    }
}
