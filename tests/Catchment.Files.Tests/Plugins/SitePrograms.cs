using System.Diagnostics;
using Catchment.Core.Configuration;
using Catchment.Core.Plugins;
using Catchment.Files.Plugins;

namespace Catchment.Files.Tests.Plugins;

/// <summary>Programs of a site, as scripts in a folder of their own, that write down how they were called.</summary>
internal sealed class SitePrograms : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal string this[string name] => _folder[name];

    internal string Log => _folder["calls"];

    /// <summary>Writes a script that notes its arguments, one a line and an empty one at the end, and then does what a test says.</summary>
    /// <returns>Its path.</returns>
    internal string Write(string name, string script, string version = "echo \"$0, version 26.1\"")
    {
        var path = _folder[name];
        File.WriteAllText(path + ".text", $"#!/bin/sh\nif [ \"$1\" = --version ]; then {version}; exit 0; fi\n{{ for word in \"$@\"; do printf '%s\\n' \"$word\"; done; echo; }} >> '{Log}'\n{script}\n");

        // Not written by this process: a child of another test could hold it open for writing while it is to be run.
        using var install = Process.Start("/usr/bin/install", ["-m", "755", path + ".text", path]);
        install.WaitForExit();
        return path;
    }

    /// <summary>The calls, each with its arguments.</summary>
    internal IReadOnlyList<string> Calls() => !File.Exists(Log) ? [] : [.. File.ReadAllText(Log).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(c => c.Replace('\n', '|'))];

    /// <summary>Sets a plugin up as YAML says.</summary>
    internal static Func<IIngestPlugin> Prepare(string plugin, string yaml, TimeSpan? limit = null, CancellationToken stopping = default) =>
        PluginCatalog.BuiltIn.Prepare(plugin, new PluginSetup(Node(yaml), limit) { Stopping = stopping });

    /// <summary>What refuses to be set up.</summary>
    internal static string Refusal(string plugin, string yaml) => Should.Throw<PluginException>(() => Prepare(plugin, yaml)).Message;

    public void Dispose() => _folder.Dispose();

    private static ConfigurationNode? Node(string yaml) => YamlReader.ReadText(yaml, "ingester.yaml").Root;
}
