using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Telemetry.Tests.Inventory;

/// <summary>A tree of files and a database that it is recorded in.</summary>
internal sealed partial class InventoryRig : IDisposable
{
    internal const string Host = "vectorhost";

    private static readonly byte[] ForeignName = [0xFF, (byte)'x'];

    private readonly TemporaryFolder _root = new();
    private string? _foreign;

    internal InventoryRig(DatabaseKind kind) => Database = new TestDatabase(kind);

    internal TestDatabase Database { get; }

    internal RecordedLog Log { get; } = new();

    internal string Root => _root.FullPath;

    internal string this[string name] => _root[name];

    internal InventoryReport Run(params string[] dataDirs) => Run(isRescan: false, dataDirs);

    internal InventoryReport Run(bool isRescan, params string[] dataDirs)
    {
        using var database = TelemetryDatabase.Open(Database.Url);
        var settings = new TelemetrySettings { Database = Database.Url, Hostname = Host, DataDirs = [.. dataDirs.Select(d => d.StartsWith('/') ? d : _root[d])], RescanChanged = isRescan };
        return new InventoryRun(settings, database, TimeProvider.System, Log).Run(progress: null, CancellationToken.None);
    }

    /// <summary>The rows, with paths below the root.</summary>
    internal List<string> Rows() => [.. Database.Rows("SELECT origin_host, origin_path, modification_time, creation_time, size_bytes FROM file_origins").Select(r => r.Replace($"|{Root}/", "|")).Order(StringComparer.Ordinal)];

    internal void Write(string name, int size, long seconds = 1_600_000_000, long nanoseconds = 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], new byte[size]);
        SetTime(name, seconds, nanoseconds);
    }

    /// <summary>Sets a file's modification time to the nanosecond.</summary>
    internal void SetTime(string name, long seconds, long nanoseconds)
    {
        long[] times = [seconds, nanoseconds, seconds, nanoseconds];
        if (SetTimes(-100, [.. Encoding.UTF8.GetBytes(this[name]), 0], times, 0) != 0)
            throw new IOException($"utimensat: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Makes an empty file whose name is not UTF-8.</summary>
    internal void WriteForeignName(string folder)
    {
        Directory.CreateDirectory(this[folder]);
        var descriptor = Create([.. Encoding.UTF8.GetBytes(this[folder]), (byte)'/', .. ForeignName, 0], 0x1A4);
        if (descriptor < 0)
            throw new IOException($"creat: {Marshal.GetLastPInvokeErrorMessage()}");
        _ = CloseDescriptor(descriptor);
        _foreign = folder;
    }

    internal void MakePipe(string name)
    {
        if (MakePipe([.. Encoding.UTF8.GetBytes(this[name]), 0], 0x1A4) != 0)
            throw new IOException($"mkfifo: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The text of a file's ctime, as <c>creation_time</c> has it.</summary>
    internal string Changed(string name)
    {
        using var folder = Core.Storage.FolderHandle.Open(Path.GetDirectoryName(this[name])!)!;
        return Instant.Text(Instant.OfFile(folder.TargetFacts(Encoding.UTF8.GetBytes(Path.GetFileName(name)))!.Value.Changed));
    }

    internal static (long Seconds, long Nanoseconds) Time(JsonElement time) => (time[0].GetInt64(), time[1].GetInt64());

    public void Dispose()
    {
        Database.Dispose();
        if (_foreign is not null)
        {
            using var folder = Core.Storage.FolderHandle.Open(this[_foreign])!;
            folder.Delete(ForeignName); // the framework cannot
        }

        _root.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetTimes(int folder, byte[] path, long[] times, int flags);

    [LibraryImport("libc", EntryPoint = "creat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Create(byte[] path, int mode);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakePipe(byte[] path, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseDescriptor(int descriptor);
}
