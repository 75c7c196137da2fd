using System.Text;
using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Tests.Hub;

public sealed class HubMessageTests
{
    [Theory]
    [InlineData("", HubMessageKind.TestPicture)]
    [InlineData("ROI", HubMessageKind.TestPicture)]
    [InlineData("Barn|Heartbeat", HubMessageKind.Heartbeat)]
    [InlineData("Barn|jpg", HubMessageKind.Jpeg)]
    [InlineData("Barn|jpg|moving|x", HubMessageKind.Jpeg)]
    [InlineData("|jpg", HubMessageKind.Jpeg)]
    [InlineData("Barn|image", HubMessageKind.RawPicture)]
    [InlineData("Barn|JPG", HubMessageKind.Event)]
    [InlineData("Barn| jpg", HubMessageKind.Event)]
    [InlineData("Barn|jam|4", HubMessageKind.Event)]
    [InlineData("Barn|intrusion|4", HubMessageKind.Event)]
    [InlineData("Barn|Humidity|4", HubMessageKind.Event)]
    [InlineData("Barn|", HubMessageKind.NoType)]
    [InlineData("Barn||x", HubMessageKind.NoType)]
    public void The_whole_second_field_decides(string text, HubMessageKind expected) =>
        HubMessage.Parse(Encoding.UTF8.GetBytes(text)).Kind.ShouldBe(expected);

    [Fact]
    public void The_first_field_is_handed_on_as_sent() =>
        Encoding.UTF8.GetString(HubMessage.Parse("  Far  North |jpg"u8).NodeAndView).ShouldBe("  Far  North ");
}
