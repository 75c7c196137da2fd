using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Cameras.Tests.Catalog;

public sealed class CameraSpellingTests
{
    [Theory]
    [InlineData("Driveway Mailbox", "Driveway-Mailbox", "Driveway", "Mailbox")]
    [InlineData("  Far  North ", "Far--North", "Far", "North")]
    [InlineData("north-gate lens 2", "north-gate-lens-2", "north-gate", "lens 2")]
    [InlineData("Barn", "Barn", "Barn", "")]
    [InlineData("a/b c", "a_b-c", "a_b", "c")]
    [InlineData("", "", "", "")]
    public void A_message_s_first_field_tells_node_and_view(string text, string label, string node, string view) =>
        CameraSpelling.OfText(Encoding.UTF8.GetBytes(text)).ShouldBe(new Camera(label, node, view));

    [Theory]
    [InlineData("Driveway-Mailbox", "Driveway", "Mailbox")]
    [InlineData("Far--North", "Far", "North")]
    [InlineData("Barn", "Barn", "")]
    [InlineData("-x", "-x", "")]
    public void A_file_s_label_is_a_guess(string label, string node, string view) =>
        CameraSpelling.OfLabel(label).ShouldBe(new Camera(label, node, view));

    [Fact]
    public void A_name_that_is_too_long_for_a_file_is_cut_at_a_character()
    {
        var camera = CameraSpelling.OfText(Encoding.UTF8.GetBytes("x" + new string('ü', 200)));
        Encoding.UTF8.GetByteCount(camera.Label).ShouldBe(219);
        camera.Label.ShouldEndWith("ü");
    }

    [Fact]
    public void How_a_camera_spelled_itself_is_remembered_over_a_restart()
    {
        using var root = new TemporaryFolder();
        using (var state = StateFolder.Open(root.FullPath))
        {
            var names = CameraNames.Open(state, NullLogger.Instance);
            names.OfText("north-gate lens 2"u8);
            names.OfText("north gate-lens-2"u8).Node.ShouldBe("north-gate", "the first spelling stays");
            names.Save();
        }

        CameraNames.Read(root.FullPath).OfLabel("north-gate-lens-2", out var isRemembered).ShouldBe(new Camera("north-gate-lens-2", "north-gate", "lens 2"));
        isRemembered.ShouldBeTrue();
        CameraNames.Read(root.FullPath).OfLabel("other-one", out isRemembered).Node.ShouldBe("other");
        isRemembered.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[null, {}]")]
    [InlineData("no json")]
    public void A_damaged_memory_costs_the_spelling_only(string content)
    {
        using var root = new TemporaryFolder();
        using var state = StateFolder.Open(root.FullPath);
        state.WriteBytes(CameraNames.FileName, Encoding.UTF8.GetBytes(content));

        CameraNames.Open(state, NullLogger.Instance).OfLabel("a-b", out _).Node.ShouldBe("a");
        CameraNames.Read(root.FullPath).OfLabel("a-b", out _).Node.ShouldBe("a");
    }
}
