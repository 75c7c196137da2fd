using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Files.Plugins;
using Catchment.Files.Settings;
using Catchment.Files.Tests.Ingester;
using Catchment.Files.Tests.Settings;

namespace Catchment.Files.Tests.Plugins.Foreign;

/// <summary>Plugins of others: a real assembly with a dependency of its own (<c>tests/Plugins</c>), found, isolated, refused.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PluginFolderTests : IDisposable
{
    private static readonly string Built = Path.Combine(AppContext.BaseDirectory, "../../Sample/release");

    private readonly TemporaryFolder _folder = new();

    public PluginFolderTests()
    {
        Directory.CreateDirectory(Plugins, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Install("Sample");
    }

    private string Plugins => _folder["plugins"];

    private PluginCatalog Catalog => PluginCatalog.BuiltIn.WithFolder(Plugins);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_public_classes_are_offered_beside_the_plugins_of_the_program()
    {
        Catalog.Names.Except(PluginCatalog.BuiltIn.Names).Order().ShouldBe(["DefinedIngest", "DependentIngest", "ManifestIngest", "ThrowingIngest", "UnmakeableIngest"]);
        AppDomain.CurrentDomain.GetAssemblies().Where(a => a.Location.StartsWith(Plugins, StringComparison.Ordinal)).ShouldBeEmpty("nothing is loaded");
        Error("Sample").ShouldBe("plugin.name: there is no plugin \"Sample\"; there are DefinedIngest, DependentIngest, ExecIngest, FitsIngest, Gen2Ingest, Gen3Ingest, ManifestIngest, NullIngest, S3Ingest, ThrowingIngest, UnmakeableIngest.");
        PluginCatalog.BuiltIn.WithFolder(_folder["nothing"]).Names.ShouldBe(PluginCatalog.BuiltIn.Names, ignoreOrder: true);
    }

    [Fact]
    public void The_folder_is_the_one_that_is_named_or_the_one_beside_the_configuration()
    {
        PluginCatalog.Of(new PluginOptions(), _folder["catchment.yaml"]).Names.ShouldContain("ManifestIngest");
        PluginCatalog.Of(new PluginOptions { Folder = Plugins }, null).Names.ShouldContain("ManifestIngest");
        PluginCatalog.Of(new PluginOptions(), null).Names.ShouldNotContain("ManifestIngest");
        PluginCatalog.Of(new PluginOptions(), "/nowhere/catchment.yaml").Names.ShouldNotContain("ManifestIngest");
        Should.Throw<PluginException>(() => PluginCatalog.Of(new PluginOptions { Folder = "/nowhere" }, null)).Message.ShouldBe("plugin.folder: there is no folder '/nowhere'.");
    }

    [Fact]
    public void An_ingester_takes_files_through_the_documented_one()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(["a/1", "a/2", "b/3"]);

        tree.Run(tree.Settings("ManifestIngest") with { PluginConfig = PluginSetups.Of($"{{list: {_folder["list"]}}}").Config, Threads = 2 }, Catalog);

        tree.Histories().Values.ShouldAllBe(history => history == "UNTRIED PENDING SUCCESS");
        tree.Last("b/3").Version.ShouldBe("1.0");
        File.ReadAllLines(_folder["list"]).Order().ShouldBe(["a/1", "a/2", "b/3"]);
    }

    [Fact]
    public void It_has_its_own_dependencies_in_a_context_of_its_own()
    {
        var make = Catalog.Prepare("DependentIngest", PluginSetups.Of("{}"));
        var plugin = make();

        plugin.Version.ShouldBe("Catchment.SamplePlugin.dll");
        make().ShouldNotBeSameAs(plugin);
        make().GetType().ShouldBe(plugin.GetType());
        Should.Throw<IngestFailureException>(() => plugin.Execute("/x/name", CancellationToken.None)).Message.ShouldBe("words of the dependency for name");
        Catalog.Prepare("DependentIngest", PluginSetups.Of("{}"))().GetType().ShouldNotBe(plugin.GetType());
        Catalog.Prepare("DefinedIngest", PluginSetups.Of("{}"))().GetType().Name.ShouldBe("DependentIngest");
    }

    [Fact]
    public void A_dependency_that_is_not_there_is_a_failure_and_not_taken_from_the_program()
    {
        File.Delete($"{Plugins}/Sample/Catchment.SampleDependency.dll");
        File.Delete($"{Plugins}/Sample/Catchment.SamplePlugin.deps.json");

        Should.Throw<FileNotFoundException>(() => Catalog.Prepare("DependentIngest", PluginSetups.Of("{}"))().Execute("/x/name", CancellationToken.None));
    }

    [Fact]
    public void What_is_wrong_with_one_is_told_with_its_place()
    {
        var file = $"{Plugins}/Sample/Catchment.SamplePlugin.dll";
        Error("ThrowingIngest").ShouldBe($"ThrowingIngest ({file}) cannot be set up: InvalidOperationException: the constructor is not content");
        Error("UnmakeableIngest").ShouldBe($"UnmakeableIngest ({file}): Catchment.SamplePlugin.UnmakeableIngest needs a public constructor that takes a PluginSetup or nothing.");
        Error("DefinedIngest", "null").ShouldBe($"DefinedIngest ({file}): it wants settings.");
        Error("ManifestIngest").ShouldBe($"ManifestIngest ({file}): plugin.config.list: found nothing; allowed: a text (required).");
        Error("ManifestIngest", "{list: x, more: y}").ShouldContain("plugin.config.more: this key means nothing to the plugin; it knows list.");
    }

    [Fact]
    public void Assemblies_that_cannot_be_plugins_tell_so_when_they_are_wanted()
    {
        File.WriteAllText($"{Plugins}/Broken.dll", "MZ and nothing else");
        File.Copy(typeof(PluginCatalog).Assembly.Location, $"{Plugins}/Library.dll");
        File.WriteAllBytes($"{Plugins}/Sample/Catchment.SamplePlugin.dll", MadeFor($"{Built}/Catchment.SamplePlugin.dll", 99));

        Error("Broken").ShouldBe($"plugin.name: {Plugins}/Broken.dll: is no assembly of .NET, or a damaged one");
        Error("ManifestIngest").ShouldBe($"plugin.name: {Plugins}/Sample/Catchment.SamplePlugin.dll: was made for Catchment.Core 99.1.0.0, and this program has 0.1.0.0; build it for this version");
        Error("Library").ShouldStartWith($"plugin.name: {Plugins}/Library.dll: has no public class that implements IIngestPlugin");
    }

    [Fact]
    public void Two_of_one_name_are_refused()
    {
        Install("Again");
        Error("ManifestIngest").ShouldBe($"plugin.name: \"ManifestIngest\" is there 2 times: {Plugins}/Again/Catchment.SamplePlugin.dll, {Plugins}/Sample/Catchment.SamplePlugin.dll. Remove all but one.");

        var taken = new PluginCatalog([new PluginDefinition("ManifestIngest", _ => throw new InvalidOperationException())]).WithFolder(Plugins);
        Should.Throw<PluginException>(() => taken.Prepare("ManifestIngest", PluginSetups.Of("{}"))).Message.ShouldContain("is a plugin that comes with the program");
    }

    [Theory]
    [InlineData("", UnixFileMode.GroupWrite)]
    [InlineData("", UnixFileMode.OtherWrite)]
    [InlineData("Sample", UnixFileMode.OtherWrite)]
    [InlineData("Sample/Catchment.SamplePlugin.dll", UnixFileMode.GroupWrite)]
    [InlineData("Sample/Catchment.SampleDependency.dll", UnixFileMode.GroupWrite)]
    public void What_others_may_write_is_refused(string what, UnixFileMode right)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.Combine(Plugins, what));
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | right);

        Error("DependentIngest").ShouldBe(
            $"plugin.folder: {path} can be written by others than its owner, who could run any program as this user. Take the right away: chmod go-w {path}");
    }

    [Fact]
    public void One_that_is_not_used_any_more_is_unloaded()
    {
        var context = Used();
        var began = Stopwatch.GetTimestamp();
        while (context.IsAlive && Stopwatch.GetElapsedTime(began) < Patience.Limit)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        context.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void The_page_shows_what_is_compiled_here()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Plugins/Foreign/Docs/plugins.md"));

        Block(page, "csharp").ShouldBe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Plugins/Foreign/Docs/ManifestIngest.cs")).TrimEnd());
        Block(page, "csharp").Split('\n').Length.ShouldBeLessThanOrEqualTo(31);
    }

    [Fact]
    public void The_pages_settings_name_plugins_that_there_are()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Plugins/Foreign/Docs/plugins.md"));
        var fragments = page.Split("```yml\nplugin:\n").Skip(1).Select(rest => $"files: \n ingester: \n  plugin:\n   {rest[..rest.IndexOf("\n```", StringComparison.Ordinal)].Replace("\n", "\n   ", StringComparison.Ordinal)}").ToArray();

        fragments.Length.ShouldBe(2);
        foreach (var text in fragments.Append(Block(page, "yaml")))
            Catalog.Names.ShouldContain(Configured.Load(text, "catchment.yaml").Section<FilesOptions>().Ingester.Plugin.Name!);
    }

    private static string Block(string page, string language)
    {
        var start = page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Used() => new(Catalog.Prepare("DependentIngest", PluginSetups.Of("{}"))().GetType().Assembly);

    private string Error(string name, string config = "{}") => Should.Throw<PluginException>(() => Catalog.Prepare(name, PluginSetups.Of(config))).Message;

    private void Install(string name)
    {
        var target = Directory.CreateDirectory(Path.Combine(Plugins, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        foreach (var file in Directory.EnumerateFiles(Built).Where(f => f.EndsWith(".dll", StringComparison.Ordinal) || f.EndsWith(".deps.json", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(target, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>The same assembly with another version of Catchment.Core among its references.</summary>
    private static byte[] MadeFor(string file, ushort major)
    {
        var bytes = File.ReadAllBytes(file);
        using var image = new PEReader([.. bytes]);
        var reader = image.GetMetadataReader();
        foreach (var handle in reader.AssemblyReferences.Where(h => reader.StringComparer.Equals(reader.GetAssemblyReference(h).Name, "Catchment.Core")))
        {
            var row = image.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.AssemblyRef) + ((reader.GetRowNumber(handle) - 1) * reader.GetTableRowSize(TableIndex.AssemblyRef));
            BitConverter.TryWriteBytes(bytes.AsSpan(row), major);
        }

        return bytes;
    }
}
