using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Binding;

public sealed class PathResolverTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_in_a_file_starts_at_the_files_folder() =>
        DataDirectory(_folder.Load("imagehub.yaml", "hub: {data_directory: pictures/../x}")).ShouldBe(Path.Combine(_folder.Folder, "x"));

    [Fact]
    public void A_default_path_starts_at_the_files_folder() =>
        DataDirectory(_folder.Load("imagehub.yaml", "hub: {}")).ShouldBe(Path.Combine(_folder.Folder, "imagehub_data"));

    [Fact]
    public void A_path_of_words_or_environment_starts_at_the_working_folder()
    {
        DataDirectory(_folder.Load("imagehub.yaml", "hub: {}", words: ["hub.data_directory=x"])).ShouldBe(Path.Combine(_folder.WorkingFolder, "x"));
        DataDirectory(_folder.Load("imagehub.yaml", "hub: {}", environment: new() { ["CATCHMENT__HUB__DATA_DIRECTORY"] = "y" }))
            .ShouldBe(Path.Combine(_folder.WorkingFolder, "y"));
    }

    [Fact]
    public void Some_originals_count_from_the_working_folder()
    {
        var original = ConfigurationFolder.ImageHub with { PathsFromWorkingFolder = true };
        DataDirectory(_folder.Load("imagehub.yaml", "hub: {data_directory: x}", original: original)).ShouldBe(Path.Combine(_folder.WorkingFolder, "x"));
    }

    [Theory]
    [InlineData("~/pictures", "/home/ops/pictures")]
    [InlineData("\"~\"", "/home/ops")]
    [InlineData("/abs/./x", "/abs/x")]
    public void The_home_folder_is_a_tilde(string written, string expected) =>
        DataDirectory(_folder.Load("imagehub.yaml", $"hub: {{data_directory: {written}}}", environment: new() { ["HOME"] = "/home/ops" })).ShouldBe(expected);

    [Theory]
    [InlineData("\"\"", "found \"\", allowed: a path")]
    [InlineData("\"a\\0b\"", "found \"a\\u0000b\", allowed: a path")]
    [InlineData("~/x", "allowed: a path with ~ only when the environment variable HOME holds an absolute path")]
    public void What_is_no_path_is_refused(string written, string expected) =>
        _folder.Load("imagehub.yaml", $"hub: {{data_directory: {written}}}").Messages.ShouldHaveSingleItem().Text.ShouldContain(expected);

    private static string DataDirectory(LoadedConfiguration configuration) => configuration.Section<SampleHubOptions>().DataDirectory;
}
