using System.Runtime.Versioning;
using System.Text;
using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class AccessTokenTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StateFolder _state;

    public AccessTokenTests() => _state = StateFolder.Open(_folder["state"]);

    public void Dispose()
    {
        _state.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_token_is_made_once_and_kept_for_its_owner_alone()
    {
        AccessToken.LoadOrCreate(null, _state);
        string made = Encoding.ASCII.GetString(_state.ReadBytes("token")!).Trim();
        AccessToken again = AccessToken.LoadOrCreate("", _state);

        made.Length.ShouldBe(43);
        again.Matches(made).ShouldBeTrue();
        File.GetUnixFileMode(_state.PathOf("token")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_configured_token_comes_first_and_is_written_nowhere()
    {
        AccessToken token = AccessToken.LoadOrCreate("correct horse", _state);

        token.Matches("correct horse").ShouldBeTrue();
        token.Matches("correct hors").ShouldBeFalse();
        token.Matches("correct horse ").ShouldBeFalse();
        token.Matches("").ShouldBeFalse();
        token.Matches(null).ShouldBeFalse();
        token.Matches(new string('x', 100_000)).ShouldBeFalse();
        File.Exists(_state.PathOf("token")).ShouldBeFalse();
    }

    [Fact]
    public void A_token_that_can_be_guessed_is_refused()
    {
        Should.Throw<ArgumentException>(() => AccessToken.LoadOrCreate("short", _state)).Message.ShouldNotContain("short'");
        File.WriteAllText(_state.PathOf("token"), "\n");
        Should.Throw<StateFolderException>(() => AccessToken.LoadOrCreate(null, _state)).Message.ShouldContain("Remove it");
    }
}
