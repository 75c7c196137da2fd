using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Catchment.Core.Configuration;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Catchment.Composition;

/// <summary>
/// Writes an endmgr file to the log before anything else: what <c>eups list --setup</c> says where that program is, then the
/// configuration with sorted keys. Each line is a record of its own, and nothing secret is in it.
/// </summary>
/// <remarks>Source: <c>files</c> 1, 11 (D34, D35).</remarks>
internal static partial class ConfigurationDump
{
    private static readonly TimeSpan EupsLimit = TimeSpan.FromSeconds(10);

    internal static void Tell(LoadedConfiguration configuration, ILogger logger)
    {
        if (!logger.IsEnabled(LogLevel.Information) || configuration.Root is null)
            return;
        foreach (var line in Eups().Concat(Render(configuration.Root).Split('\n', StringSplitOptions.RemoveEmptyEntries)))
            LogLine(logger, line);
    }

    /// <summary>The content of a file as block-style YAML with sorted keys, without its secrets.</summary>
    internal static string Render(ConfigurationNode root)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, root, "");
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, ConfigurationNode node, string key)
    {
        switch (node)
        {
            case ConfigurationMapping mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, mapping.Entries.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var entry in mapping.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    emitter.Emit(new Scalar(entry.Key));
                    Write(emitter, entry.Value, SecretSettings.IsNamed(key) ? key : entry.Key);
                }

                emitter.Emit(new MappingEnd());
                break;
            case ConfigurationSequence sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, sequence.Items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in sequence.Items)
                    Write(emitter, item, key);
                emitter.Emit(new SequenceEnd());
                break;
            case ConfigurationScalar scalar:
                var style = scalar.IsPlain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, Shown(key, scalar), style, isPlainImplicit: true, isQuotedImplicit: true));
                break;
        }
    }

    private static string Shown(string key, ConfigurationScalar scalar)
    {
        if (SecretSettings.IsNamed(key) && !scalar.IsNull)
            return SecretSettings.Hidden;
        if (!scalar.Text.Contains("://", StringComparison.Ordinal))
            return scalar.Text;
        try
        {
            return DatabaseUrl.Parse(scalar.Text, "/") is { HasPassword: true } url ? url.ToString() : scalar.Text;
        }
        catch (FormatException)
        {
            return SecretSettings.MayHavePassword(scalar.Text) ? SecretSettings.Hidden : scalar.Text; // Of another kind, and perhaps with a password.
        }
    }

    private static IEnumerable<string> Eups()
    {
        // By PATH alone: the working folder may be anybody's.
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, "eups")).FirstOrDefault(File.Exists);
        if (program is null)
            return [];
        try
        {
            using var eups = Process.Start(new ProcessStartInfo(program, ["list", "--setup"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false });
            if (eups is null)
                return [];
            eups.StandardInput.Close();
            var output = eups.StandardOutput.ReadToEndAsync();
            _ = eups.StandardError.ReadToEndAsync();
            if (!eups.WaitForExit(EupsLimit))
                eups.Kill(entireProcessTree: true);
            return (output.Wait(EupsLimit) ? output.Result : "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(LogText.OneLine);
        }
        catch (Win32Exception)
        {
            return []; // It is no program.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private static partial void LogLine(ILogger logger, string line);
}
