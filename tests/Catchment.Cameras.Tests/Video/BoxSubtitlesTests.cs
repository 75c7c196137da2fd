using Catchment.Cameras.Video;

namespace Catchment.Cameras.Tests.Video;

public sealed class BoxSubtitlesTests
{
    [Fact]
    public void A_label_is_shown_above_its_box_as_long_as_its_picture()
    {
        Lines(Box("person: 0.9876 #1", milliseconds: 33)).ShouldBe([@"Dialogue: 0,0:00:00.03,0:00:00.06,label,,0,0,0,,{\an7\pos(102,82)\3c&HF0C935&}person: 0.9876 #1"]);
        Lines(Box("car", milliseconds: 3_723_456, isLast: true)).Single().ShouldStartWith("Dialogue: 0,1:02:03.45,9:59:59.99,label,");
    }

    [Fact]
    public void A_box_is_a_frame_and_is_cut_outside_of_the_picture()
    {
        string[] Frames(ShownBox box) => [.. BoxSubtitles.Of([box], 640, 480).Split('\n').Where(l => l.Contains(",box,,", StringComparison.Ordinal))];
        Frames(Box("", milliseconds: 33)).ShouldBe([@"Dialogue: 0,0:00:00.03,0:00:00.06,box,,0,0,0,,{\an7\pos(100,100)\1c&HF0C935&\p1}m 0 0 l 100 0 100 50 0 50 m 2 2 l 2 48 98 48 98 2"]);
        Frames(Box("") with { X1 = -90_000, X2 = 90_000 }).Single().ShouldEndWith(@"pos(-8,100)\1c&HF0C935&\p1}m 0 0 l 656 0 656 50 0 50 m 2 2 l 2 48 654 48 654 2");
        Frames(Box("", x1: 700)).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_class_name_says_is_text_and_nothing_else()
    {
        Lines(Box("{\\p1}m 0 0 l 9 9\\N\nDialogue: 0,0:00:00.00,9:00:00.00,label,,0,0,0,,x")).Single().ShouldEndWith("&}p1m 0 0 l 9 9NDialogue: 0,0:00:00.00,9:00:00.00,label,,0,0,0");
        Lines(Box("{}\\\r\n")).ShouldBeEmpty();
    }

    [Fact]
    public void Labels_of_a_picture_do_not_lie_over_each_other_and_stay_in_it()
    {
        Places(Box("car"), Box("car"), Box("28.4 mph: R-to-L"), Box("car", milliseconds: 33)).ShouldBe([@"\an7\pos(102,82)", @"\an7\pos(102,62)", @"\an7\pos(102,42)", @"\an7\pos(102,82)"]);
        Places(Box("a long label at the right edge", x1: 600)).ShouldBe([@"\an9\pos(638,82)"]);
        Places(Box("car", y1: -20), Box("car", y1: 5)).ShouldBe([@"\an7\pos(102,2)", @"\an7\pos(102,22)"]);
    }

    [Fact]
    public void A_picture_full_of_boxes_has_no_more_labels_than_can_be_read() =>
        Lines([.. Enumerable.Repeat(Box("car"), 4000)]).Length.ShouldBe(40);

    private static ShownBox Box(string label, int x1 = 100, int y1 = 100, int milliseconds = 0, bool isLast = false) =>
        new("trk", TimeSpan.FromMilliseconds(milliseconds), isLast ? null : TimeSpan.FromMilliseconds(milliseconds + 33), x1, y1, x1 + 100, y1 + 50, label);

    private static string[] Lines(params ShownBox[] boxes) =>
        [.. BoxSubtitles.Of(boxes, 640, 480).Split('\n').Where(l => l.Contains(",label,,", StringComparison.Ordinal) && l.StartsWith("Dialogue", StringComparison.Ordinal))];

    private static string[] Places(params ShownBox[] boxes) =>
        [.. Lines(boxes).Select(l => l[(l.IndexOf('{', StringComparison.Ordinal) + 1)..l.IndexOf(@"\3c", StringComparison.Ordinal)])];
}
