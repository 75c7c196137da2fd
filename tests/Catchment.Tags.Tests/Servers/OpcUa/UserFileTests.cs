using Catchment.Tags.Servers.OpcUa.Users;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Tests.Servers.OpcUa;

public sealed class UserFileTests : IDisposable
{
    private const string TooShort = "pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw==$AAAA";

    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();
    private readonly string _path;
    private readonly UserFile _users;

    public UserFileTests()
    {
        _path = Path.Combine(_folder.FullPath, "users");
        _users = new UserFile(_path, _log);
    }

    public void Dispose()
    {
        _users.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_hash_fits_its_password_alone_and_is_never_the_same_twice()
    {
        var hash = PasswordHash.Of("correct horse");

        hash.ToString().ShouldStartWith("pbkdf2-sha512$210000$");
        hash.ToString().ShouldNotBe(PasswordHash.Of("correct horse").ToString());
        PasswordHash.TryParse(hash.ToString(), out var read).ShouldBeTrue();
        read!.Fits("correct horse").ShouldBeTrue();
        read.Fits("correct horsf").ShouldBeFalse();
        read.Fits(new string('x', 2000)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("pbkdf2-sha1$210000$AAECAwQFBgcICQoLDA0ODw==$AAAA")]
    [InlineData("pbkdf2-sha512$1$AAECAwQFBgcICQoLDA0ODw==$AAAA")]
    [InlineData("pbkdf2-sha512$99999999999$AAECAwQFBgcICQoLDA0ODw==$AAAA")]
    [InlineData("pbkdf2-sha512$210000$AAECAwQFBgcICQoLDA0ODw==$AAAA")]
    [InlineData("pbkdf2-sha512$210000$!$AAAA")]
    public void What_is_no_hash_is_none(string text) => PasswordHash.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public async Task Only_users_of_the_file_come_in_with_their_passwords()
    {
        File.WriteAllText(_path, $"# operators\n\nanna:{PasswordHash.Of("secret")}\r\n  bert:{PasswordHash.Of("geheim")}\n");

        (await CheckAsync("anna", "secret")).ShouldBe("anna");
        (await CheckAsync("bert", "geheim")).ShouldBe("bert");
        (await CheckAsync("anna", "geheim")).ShouldBeNull();
        (await CheckAsync("Anna", "secret")).ShouldBeNull();
        (await CheckAsync("", "")).ShouldBeNull();
        _log.Lines.Count.ShouldBe(1); // At first it was not there.
    }

    [Fact]
    public async Task A_change_is_seen_and_a_file_that_is_wrong_lets_nobody_in_and_is_told_once()
    {
        (await CheckAsync("anna", "secret")).ShouldBeNull();
        (await CheckAsync("anna", "secret")).ShouldBeNull();
        _log.Of(LogLevel.Error).ShouldHaveSingleItem().ShouldContain(_path);

        File.WriteAllText(_path, $"anna:{PasswordHash.Of("secret")}\n");
        (await CheckAsync("anna", "secret")).ShouldBe("anna");

        File.AppendAllText(_path, "bert:geheim\n");
        (await CheckAsync("anna", "secret")).ShouldBeNull();
        (await CheckAsync("anna", "secret")).ShouldBeNull();
        _log.Of(LogLevel.Error).Count.ShouldBe(2);
        _log.Of(LogLevel.Error)[1].ShouldContain("line 2 is none of a user");
        _log.Of(LogLevel.Error)[1].ShouldNotContain("geheim");
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_before_anybody_comes()
    {
        using var users = new UserFile(_path + ".none", _log);

        _log.Of(LogLevel.Error).Count(line => line.Contains(_path + ".none", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData(":x")]
    [InlineData("anna:" + TooShort)]
    public void A_line_that_is_wrong_is_told_by_its_number(string line) =>
        Should.Throw<FormatException>(() => UserFile.Parse($"\n{line}\n")).Message.ShouldStartWith("line 2 ");

    [Fact]
    public void A_user_is_named_once()
    {
        var hash = PasswordHash.Of("secret");

        Should.Throw<FormatException>(() => UserFile.Parse($"anna:{hash}\nanna:{hash}")).Message.ShouldBe("line 2 names 'anna' again.");
    }

    private async Task<string?> CheckAsync(string name, string password) => (await _users.CheckAsync(name, password, CancellationToken.None))?.Name;
}
