using System.Text;
using Catchment.Cameras.Events;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Cameras.Tests.Events;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FaceListTests : IDisposable
{
    private const string Anns = "2024-05-02,91ab77d0087511efb942dca63261a32e,2024-05-02 06:10:10.162500,0,0,2,Ann,0.999,0.401,-0.231,120,90,150,125,128,100,142,100,14,0,0.0,151.25,2024-05-09\n";
    private const string WithName = "date,event,timestamp,name,status,x1\n";
    private const string Header = FaceListContent.Header + ",date_in_use\n";

    private static readonly EventKey Ann = new(new DateOnly(2024, 5, 2), "91ab77d0087511efb942dca63261a32e");
    private static readonly EventKey Other = new(new DateOnly(2024, 5, 3), "91ab77d0087511efb942dca63261a32e");
    private static readonly DateTime Start = new DateTime(2024, 5, 3, 7, 0, 0).AddMicroseconds(25);

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["facelist.csv"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_event_is_locked_by_date_and_id_whatever_the_status()
    {
        var list = ListOf(Header + Anns);

        list.IsLocked(Ann).ShouldBeTrue();
        list.IsLocked(Other).ShouldBeFalse();
        list.IsLocked(Ann with { Id = "91AB77D0087511EFB942DCA63261A32E" }).ShouldBeFalse();
        list.IsKept(Ann).ShouldBeFalse();
        list.Trouble.ShouldBeNull();
    }

    [Theory]
    [InlineData("timestamp,event,date\r\n2024-05-02 06:10:10,91ab77d0087511efb942dca63261a32e,2024-05-02\r\n")]
    [InlineData("date,event,timestamp\n\n2024-05-02,\"91ab77d0087511efb942dca63261a32e\",x")]
    [InlineData("note,event,date,timestamp\n\"a, \"\"b\"\"\nc\",91ab77d0087511efb942dca63261a32e,2024-05-02,x,and,more\n")]
    [InlineData("\ufeffdate,event,timestamp\n2024-05-02,91ab77d0087511efb942dca63261a32e\n")]
    public void Columns_are_found_by_name_and_CSV_is_read_as_pandas_reads_it(string text)
    {
        ListOf(text).IsLocked(Ann).ShouldBeTrue();
    }

    [Fact]
    public void A_change_is_seen_at_the_next_question()
    {
        var list = ListOf(Header);
        list.IsLocked(Ann).ShouldBeFalse();

        System.IO.File.AppendAllText(File, Anns);
        list.IsLocked(Ann).ShouldBeTrue();

        System.IO.File.WriteAllText(File, Header + Anns.Replace("2024-05-02,", "2024-05-03,", StringComparison.Ordinal)); // As long as before.
        list.IsLocked(Ann).ShouldBeFalse();
        list.IsLocked(Other).ShouldBeTrue();
    }

    [Fact]
    public void A_configured_list_that_is_not_there_is_an_error_and_one_that_vanishes_holds_its_locks()
    {
        var list = new FaceList(File, isRequired: true, TimeProvider.System);
        Should.Throw<IOException>(list.Check).Message.ShouldContain("is not there");
        Should.Throw<IOException>(() => list.Keep(Other, Start));

        System.IO.File.WriteAllText(File, Header + Anns);
        list.IsLocked(Ann).ShouldBeTrue();
        System.IO.File.Delete(File);

        list.IsLocked(Ann).ShouldBeTrue();
        list.Trouble.ShouldNotBeNull().ShouldContain("has gone");
        Should.Throw<IOException>(() => list.Keep(Other, Start)); // A new list would know none of the locks.

        System.IO.File.WriteAllText(File, Header);
        list.IsLocked(Ann).ShouldBeFalse();
        list.Trouble.ShouldBeNull();
    }

    [Fact]
    public void A_list_that_nobody_configured_may_be_missing()
    {
        var list = new FaceList(_folder["faces/keep.csv"], isRequired: false, TimeProvider.System);

        list.IsLocked(Ann).ShouldBeFalse();
        list.GiveUp(Ann).ShouldBeFalse();

        Directory.Exists(_folder["faces"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("2024-05-02,91ab77d0087511efb942dca63261a32e,x\n")]
    [InlineData("date,events,timestamp\n")]
    [InlineData("date,event,timestamp\n2024-05-02,\"91ab77d0087511efb942dca63261a32e,x\n")]
    [InlineData("date,event,timestamp\n2024-05-02,\"a,x\n2024-05-02,\"91ab77d0087511efb942dca63261a32e\",x\n")]
    public void A_damaged_list_is_an_error_so_that_nothing_is_deleted(string text)
    {
        var list = ListOf(text);

        Should.Throw<IOException>(() => list.IsLocked(Other)).Message.ShouldContain("damaged");
        Should.Throw<IOException>(() => list.Keep(Other, Start));
        System.IO.File.ReadAllText(File).ShouldBe(text);
    }

    [Fact]
    public void Records_that_can_lock_nothing_are_told()
    {
        var list = ListOf("date,event,timestamp\n2.5.2024,91ab77d0087511efb942dca63261a32e,x\n2024-05-02,,x\n2024\n");

        list.IsLocked(Ann).ShouldBeFalse();

        list.Trouble.ShouldNotBeNull().ShouldStartWith("3 records");
    }

    [Fact]
    public void Keeping_makes_a_list_with_the_known_header()
    {
        var list = new FaceList(_folder["faces/keep.csv"], isRequired: false, TimeProvider.System);

        list.Keep(Other, Start).ShouldBeTrue();

        System.IO.File.ReadAllText(list.Path).ShouldBe(
            FaceListContent.Header + "\n2024-05-03,91ab77d0087511efb942dca63261a32e,2024-05-03 07:00:00.000025,0,0,3,keep,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0\n");
        list.IsLocked(Other).ShouldBeTrue();
        list.IsKept(Other).ShouldBeTrue();
        list.Keep(Other, Start).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Header + Anns, "2024-05-03,91ab77d0087511efb942dca63261a32e,2024-05-03 07:00:00.000025,0,0,3,keep,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,\n")]
    [InlineData("name,status,event,date,timestamp,shade,used,note\r\nAnn,2,9a,2024-05-02,2024-05-02T06:10:10,0.5,True,x", "\r\nkeep,3,91ab77d0087511efb942dca63261a32e,2024-05-03,2024-05-03T07:00:00,0,False,\r\n")]
    public void Keeping_adds_one_record_in_the_file_s_own_form_and_giving_up_removes_it(string text, string added)
    {
        var list = ListOf(text);

        list.Keep(Other, Start).ShouldBeTrue();
        System.IO.File.ReadAllText(File).ShouldBe(text + added);

        list.GiveUp(Other).ShouldBeTrue();
        System.IO.File.ReadAllText(File).TrimEnd().ShouldBe(text.TrimEnd());
        list.IsLocked(Other).ShouldBeFalse();
        list.GiveUp(Other).ShouldBeFalse();
    }

    [Fact]
    public void Giving_up_leaves_records_of_other_tools()
    {
        var list = ListOf(Header + Anns.Replace(",Ann,", ",keep,", StringComparison.Ordinal));

        list.GiveUp(Ann).ShouldBeFalse();
        list.Keep(Ann, Start).ShouldBeTrue();
        list.GiveUp(Ann).ShouldBeTrue();

        list.IsLocked(Ann).ShouldBeTrue();
    }

    [Fact]
    public void A_kept_event_is_known_after_another_tool_wrote_the_file_anew()
    {
        var list = ListOf(Header);
        list.Keep(Other, Start);
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace(",0,0,0,0,", ",0.0,0,0.0,0,", StringComparison.Ordinal));

        list.IsKept(Other).ShouldBeTrue();
    }

    [Fact]
    public void The_file_keeps_its_permissions_and_a_link_stays_one()
    {
        var list = ListOf(Header + Anns);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        System.IO.File.CreateSymbolicLink(_folder["link.csv"], File);

        new FaceList(_folder["link.csv"], isRequired: true, TimeProvider.System).Keep(Other, Start).ShouldBeTrue();

        list.IsKept(Other).ShouldBeTrue();
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        System.IO.File.ResolveLinkTarget(_folder["link.csv"], returnFinalTarget: false).ShouldNotBeNull();
    }

    [Fact]
    public async Task Nothing_is_lost_when_several_write_at_once()
    {
        ListOf(Header + Anns);
        var keys = Enumerable.Range(0, 40).Select(i => new EventKey(Other.Day, $"e{i}")).ToList();

        await Task.WhenAll(keys.Chunk(10).Select(some => Task.Run(() =>
        {
            var list = new FaceList(File, isRequired: true, TimeProvider.System);
            foreach (var key in some)
                list.Keep(key, Start).ShouldBeTrue();
        })));

        var after = new FaceList(File, isRequired: true, TimeProvider.System);
        keys.ShouldAllBe(k => after.IsKept(k));
        after.IsLocked(Ann).ShouldBeTrue();
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_touched_by_keeping_and_giving_up()
    {
        var words = Gen.Elements("date", "event", "timestamp", "name", "status", ",", ",", "\n", "\r\n", "\r", "\"", "2024-05-03", "e1", "keep", "3", "0", "é", " ");
        var heads = Gen.Elements("", "date,event,timestamp\n", WithName);
        var texts = from head in heads from body in Gen.ListOf(words) select head + string.Concat(body);
        var key = new EventKey(Other.Day, "e1");
        Check.QuickThrowOnFailure(Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            FaceListContent content;
            try
            {
                content = new FaceListContent(bytes);
            }
            catch (FormatException)
            {
                return;
            }

            if (content.IsKept(key) || !text.StartsWith(WithName, StringComparison.Ordinal))
                return;
            var kept = content.With(key, Start);
            kept.AsSpan(0, bytes.Length).SequenceEqual(bytes).ShouldBeTrue();
            var after = new FaceListContent(kept);
            after.IsKept(key).ShouldBeTrue();
            after.Without(key).AsSpan(0, bytes.Length).SequenceEqual(bytes).ShouldBeTrue();
        }));
    }

    private FaceList ListOf(string text)
    {
        System.IO.File.WriteAllText(File, text);
        return new FaceList(File, isRequired: true, TimeProvider.System);
    }
}
