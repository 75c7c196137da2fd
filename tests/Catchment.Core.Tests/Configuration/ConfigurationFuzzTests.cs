using System.Text;
using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration;

/// <summary>Random and mutated files, variables and words become messages, never anything else.</summary>
public sealed class ConfigurationFuzzTests : IDisposable
{
    private const int Seed = 20240506;

    private static readonly string[] Fragments =
    [
        "a", "hub", "queuemax", "everything", "views", ": ", ":", "- ", "-", "?", "? ", "\n", "\n  ", "\n    ", "\t", " ", "[", "]", "{", "}", ",",
        "&x", "*x", "&a ", "*a ", "<<: ", "!!str ", "!!int ", "!", "!x ", "!<y> ", "|", ">", "|2-\n", "'", "\"", "\\", "#", "# c\n", "%YAML 1.1\n",
        "%TAG ! x\n", "---", "---\n", "...\n", "1", "0x", "1:30", "2021-01-01", "2021-13-01", "yes", "null", "~", "=", "\r", "\u0085", "\uFEFF", "\u00e9",
        "@", "`", "1e999", ".inf", "0b_", "\"\\x4", "\"\\ud83d\"", "5 s", "64 MiB", "../", "\0",
    ];

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Random_yaml_is_read_or_refused()
    {
        var random = new Random(Seed);
        var seeds = new[] { Samples.Text("imagehub.yaml"), Samples.Text("datapump.yaml") }.Select(Encoding.UTF8.GetBytes).ToArray();
        var read = 0;
        for (var count = ConfigurationFolder.FuzzCount(18_000, 900_000); count > 0; count--)
        {
            var bytes = count % 2 == 0 ? Mutated(seeds[random.Next(seeds.Length)], random) : Encoding.UTF8.GetBytes(Composed(random));
            read += IsRead(bytes) ? 1 : 0;
        }

        read.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Random_files_variables_and_words_become_messages()
    {
        var random = new Random(Seed);
        var path = Path.Combine(_folder.Folder, "catchment.yaml");
        for (var count = ConfigurationFolder.FuzzCount(2_000, 100_000); count > 0; count--)
        {
            File.WriteAllText(path, random.Next(2) == 0 ? Composed(random) : "everything:\n  " + Composed(random));
            var configuration = ConfigurationLoader.Load(ConfigurationFolder.Catalogue, new ConfigurationRequest
            {
                FilePath = path,
                As = random.Next(3) switch { 0 => ConfigurationFolder.ImageHub, 1 => ConfigurationFolder.DataPump, _ => null },
                Environment = new ConfigurationFolder.Variables { ["CATCHMENT__" + Composed(random)] = Composed(random), ["CATCHMENT__EVERYTHING"] = Composed(random) },
                Words = [Composed(random), "everything.views." + Composed(random) + "=" + Composed(random), "hub.queuemax=" + Composed(random)],
                WorkingFolder = _folder.Folder,
            });
            configuration.Messages.FirstOrDefault(static message => message.Text.Contains('\n', StringComparison.Ordinal)).ShouldBeNull();
            YamlReader.ReadText(ConfigurationListing.Render(configuration.Effective()), "listing").Warnings.ShouldBeEmpty();
        }
    }

    private static bool IsRead(byte[] bytes)
    {
        try
        {
            YamlReader.Read(bytes, "fuzz.yaml");
            return true;
        }
        catch (ConfigurationException)
        {
            return false; // refusing is the other thing it may do
        }
    }

    private static string Composed(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Fragments[random.Next(Fragments.Length)]));

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at - 1));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
