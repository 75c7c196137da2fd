using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Binding;

public sealed class SecretTests : IDisposable
{
    private const string Secret = "s3cret-value";

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_secret_comes_from_a_file_or_the_environment_and_is_not_shown()
    {
        var fromFile = _folder.Load("catchment.yaml", $"hub: {{token: {Secret}}}");
        var fromEnvironment = _folder.LoadNothing(environment: new() { ["CATCHMENT__HUB__TOKEN"] = Secret });
        foreach (var configuration in new[] { fromFile, fromEnvironment })
        {
            configuration.Messages.ShouldBeEmpty();
            configuration.Section<SampleHubOptions>().Token.ShouldBe(Secret);
            configuration.Effective().Single(static setting => setting.Key is "hub.token").Value.ShouldBe("***");
        }
    }

    [Fact]
    public void A_secret_of_a_list_s_items_is_not_shown()
    {
        File.WriteAllText(Path.Combine(_folder.Folder, "catchment.yaml"), $"listed: {{views: [{{view: front, key: {Secret}}}, {{view: back}}]}}");
        var catalogue = new ConfigurationCatalogue([new SectionDefinition("listed", typeof(SampleListedOptions), "A list of records.")], []);
        var configuration = ConfigurationLoader.Load(catalogue, new ConfigurationRequest { FilePath = Path.Combine("..", "catchment.yaml"), WorkingFolder = _folder.WorkingFolder });

        configuration.Messages.ShouldBeEmpty();
        configuration.Section<SampleListedOptions>().Views[0].Key.ShouldBe(Secret);
        var shown = configuration.Effective().Single(static setting => setting.Key is "listed.views").Value;
        shown.ShouldContain("{view: front, port: 5565, key: \"***\"}");
        shown.ShouldContain("{view: back, port: 5565, key: null}");
    }

    [Theory]
    [InlineData("hub.token=" + Secret)]
    [InlineData("hub={token: " + Secret + "}")]
    [InlineData("hub.tokn=" + Secret)]
    public void A_secret_on_the_command_line_is_refused_and_not_repeated(string word)
    {
        var configuration = _folder.LoadNothing(words: [word]);
        configuration.HasErrors.ShouldBeTrue();
        configuration.Section<SampleHubOptions>().Token.ShouldBeNull();
        ConfigurationFolder.Texts(configuration).ShouldAllBe(static text => !text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_of_the_wrong_type_is_not_repeated()
    {
        var configuration = _folder.Load("catchment.yaml", "hub: {token: 20210101}");
        configuration.Messages.ShouldHaveSingleItem().Text.ShouldEndWith("hub.token: found a value that is not shown, allowed: text");
    }
}
