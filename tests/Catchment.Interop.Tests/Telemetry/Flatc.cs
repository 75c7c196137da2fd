using System.Diagnostics;
using System.Text;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>FlatBuffers' own compiler, which turns JSON into messages and back.</summary>
internal static class Flatc
{
    private const string Program = "/usr/bin/flatc";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Turns JSON files into messages (<c>.bin</c>) beside them.</summary>
    public static void ToMessages(string folder, string schema, IEnumerable<string> files) => Run(folder, ["-b", schema, .. files]);

    /// <summary>Turns messages into JSON files beside them, with the values that are absent.</summary>
    public static void ToJson(string folder, string schema, IEnumerable<string> files) => Run(folder, ["-t", "--strict-json", "--defaults-json", "--raw-binary", schema, "--", .. files]);

    /// <summary>The schema of a type.</summary>
    public static string Schema(FlatlogTable root)
    {
        var schema = new StringBuilder();
        Declare(root, schema, []);
        return schema.Append("root_type ").Append(root.Name).Append(";\n").ToString();
    }

    private static void Declare(FlatlogTable table, StringBuilder schema, HashSet<string> declared)
    {
        if (!declared.Add(table.Name))
            return;
        foreach (var field in table.Fields.Where(f => f.Table is not null))
            Declare(field.Table!, schema, declared);
        schema.Append("table ").Append(table.Name).Append(" {\n");
        foreach (var field in table.Fields)
        {
            var type = field.Element is { } element ? $"[{Name(element)}]" : field.Table?.Name ?? Name(field.Kind);
            schema.Append("  ").Append(field.Name).Append(':').Append(type).Append(field.Default is { } value ? $" = {value}" : "").Append(";\n");
        }

        schema.Append("}\n");
    }

    private static string Name(FlatlogFieldKind kind) => kind switch
    {
        FlatlogFieldKind.Bool => "bool",
        FlatlogFieldKind.Signed8 => "byte",
        FlatlogFieldKind.Unsigned8 => "ubyte",
        FlatlogFieldKind.Signed16 => "short",
        FlatlogFieldKind.Unsigned16 => "ushort",
        FlatlogFieldKind.Signed32 => "int",
        FlatlogFieldKind.Unsigned32 => "uint",
        FlatlogFieldKind.Signed64 => "long",
        FlatlogFieldKind.Unsigned64 => "ulong",
        FlatlogFieldKind.Real32 => "float",
        FlatlogFieldKind.Real64 => "double",
        _ => "string",
    };

    private static void Run(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(Deadline).ShouldBeTrue("flatc did not end");
        process.ExitCode.ShouldBe(0, output + errors.Result);
    }
}
