using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class StateFolderTests : IDisposable
{
    private static readonly JsonTypeInfo<Position> Type =
        (JsonTypeInfo<Position>)JsonSerializerOptions.Default.GetTypeInfo(typeof(Position));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_folder_is_made_for_its_owner_alone()
    {
        using StateFolder state = StateFolder.Open(_folder["data/.catchment"]);

        state.FullPath.ShouldBe(_folder["data/.catchment"]);
        File.GetUnixFileMode(state.FullPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_second_claim_fails_and_names_the_holder()
    {
        using StateFolder first = StateFolder.Open(_folder["state"]);

        string message = Should.Throw<StateFolderException>(() => StateFolder.Open(_folder["state"])).Message;
        message.ShouldContain($"in use by the process {Environment.ProcessId}.");
        message.ShouldContain(_folder["state"]);
    }

    [Fact]
    public void A_folder_that_was_given_back_can_be_claimed_again()
    {
        StateFolder.Open(_folder["state"]).Dispose();
        StateFolder.Open(_folder["state"]).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_explained()
    {
        File.WriteAllText(_folder["file"], "");

        Should.Throw<StateFolderException>(() => StateFolder.Open(_folder["file/state"])).Message
            .ShouldContain("Cannot make the state folder");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_read_as_it_was_written(bool synced)
    {
        using StateFolder state = StateFolder.Open(_folder["state"]);

        state.Write("position.json", new Position("a.bintel", 7), Type, synced);
        state.Write("position.json", new Position("a.bintel", 8), Type, synced);

        state.Read("position.json", Type).ShouldBe(new Position("a.bintel", 8));
        Directory.GetFiles(state.FullPath).Select(Path.GetFileName).ShouldBe(["lock", "position.json"], ignoreOrder: true);
        File.GetUnixFileMode(state.PathOf("position.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_missing_file_reads_as_nothing()
    {
        using StateFolder state = StateFolder.Open(_folder["state"]);

        state.Read("position.json", Type).ShouldBeNull();
        state.ReadBytes("token").ShouldBeNull();
    }

    [Fact]
    public void A_damaged_file_is_named_with_what_to_do()
    {
        using StateFolder state = StateFolder.Open(_folder["state"]);
        File.WriteAllText(state.PathOf("position.json"), "{\"Fi");

        string message = Should.Throw<StateFolderException>(() => state.Read("position.json", Type)).Message;
        message.ShouldContain(state.PathOf("position.json"));
        message.ShouldContain("remove it");
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        using StateFolder state = StateFolder.Open(_folder["state"]);
        using (FileStream file = File.Create(state.PathOf("big")))
        {
            file.SetLength(StateFolder.LargestFile + 1);
        }

        Should.Throw<StateFolderException>(() => state.ReadBytes("big")).Message.ShouldContain("at most");
    }

    [Fact]
    public void Leftovers_of_a_killed_process_are_removed_and_nothing_else()
    {
        Directory.CreateDirectory(_folder["state"]);
        File.WriteAllText(_folder["state/.position.json.tmp"], "{\"Fi");
        File.WriteAllText(_folder["state/position.json"], "{}");

        using StateFolder state = StateFolder.Open(_folder["state"]);

        File.Exists(_folder["state/.position.json.tmp"]).ShouldBeFalse();
        File.Exists(_folder["state/position.json"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    public void A_name_that_could_lead_elsewhere_is_refused(string name)
    {
        using StateFolder state = StateFolder.Open(_folder["state"]);

        Should.Throw<ArgumentException>(() => state.WriteBytes(name, Encoding.ASCII.GetBytes("x")));
    }

    private sealed record Position(string File, long Offset);
}
