using System.Text.Json.Nodes;
using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Sections;

public sealed class DatabaseSectionTests : IDisposable
{
    private const string Url = "postgresql://eva:s3cret@data1/night";

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void By_default_it_is_left_to_who_knows_where_the_data_lie() =>
        _folder.Load("catchment.yaml", "node: data1").Section<DatabaseSection>().Url.ShouldBeNull();

    [Fact]
    public void A_relative_file_starts_where_a_path_would()
    {
        _folder.Load("catchment.yaml", "database: {url: 'sqlite:///x.db'}").Section<DatabaseSection>().Url!.FilePath.ShouldBe(Path.Combine(_folder.Folder, "x.db"));
        _folder.Load("catchment.yaml", "node: a", words: ["database.url=sqlite:///x.db"]).Section<DatabaseSection>().Url!.FilePath
            .ShouldBe(Path.Combine(_folder.WorkingFolder, "x.db"));
    }

    [Fact]
    public void A_password_from_a_file_or_the_environment_is_used_and_not_shown()
    {
        var fromFile = _folder.Load("catchment.yaml", $"database: {{url: '{Url}'}}");
        var fromEnvironment = _folder.LoadNothing(environment: new() { ["CATCHMENT__DATABASE__URL"] = Url });
        foreach (var configuration in new[] { fromFile, fromEnvironment })
        {
            configuration.Messages.ShouldBeEmpty();
            configuration.Section<DatabaseSection>().Url!.HasPassword.ShouldBeTrue();
            configuration.Effective().Single(static setting => setting.Key is "database.url").Value.ShouldBe("\"postgresql://eva:***@data1:5432/night\"");
        }
    }

    [Fact]
    public void A_password_on_the_command_line_is_refused_and_not_repeated()
    {
        foreach (var word in new[] { "database.url=" + Url, $"database={{url: '{Url}'}}", "database.url=" + Url + "?sslmod=x", "database.url=postgresql://eva:s3cret@x@y/z" })
        {
            var configuration = _folder.LoadNothing(words: [word]);
            configuration.HasErrors.ShouldBeTrue(word);
            ConfigurationFolder.Texts(configuration).ShouldAllBe(static text => !text.Contains("s3cret", StringComparison.Ordinal));
        }

        _folder.LoadNothing(words: ["database.url=postgresql://eva@data1/night"]).Section<DatabaseSection>().Url!.User.ShouldBe("eva");
    }

    [Theory]
    [InlineData("mysql://h/d", "database.url: found the scheme 'mysql', allowed: sqlite:///relative/file.db, sqlite:////absolute/file.db, postgresql://user:password@host:port/database")]
    [InlineData("sqlite://", "database.url: found no file: a database in memory would be gone with each connection, allowed: sqlite:///relative/file.db or sqlite:////absolute/file.db")]
    [InlineData("postgresql://h/d?sslmode=1", "database.url: found sslmode=1, allowed: allow, disable, prefer, require, verify-ca, verify-full")]
    public void What_cannot_be_used_is_an_error_with_its_place(string url, string said) =>
        ConfigurationFolder.Texts(_folder.Load("catchment.yaml", $"database: {{url: '{url}'}}")).ShouldHaveSingleItem().ShouldEndWith(said);

    [Fact]
    public void A_number_is_no_URL() =>
        _folder.Load("catchment.yaml", "database: {url: 5432}").Messages.ShouldHaveSingleItem().Found.ShouldBe("the number 5432");

    [Theory]
    [InlineData("sqlite:///x.db", true)]
    [InlineData("postgresql+psycopg2://h/d", true)]
    [InlineData("x.db", false)]
    public void Editors_are_told_what_a_URL_looks_like(string url, bool isOne)
    {
        var schema = JsonNode.Parse(JsonSchemaWriter.Write(ConfigurationFolder.Catalogue))!["properties"]!["database"]!["properties"]!["url"]!;
        schema["default"].ShouldBeNull();
        System.Text.RegularExpressions.Regex.IsMatch(url, schema["pattern"]!.GetValue<string>(), default, TimeSpan.FromSeconds(1)).ShouldBe(isOne);
    }
}
