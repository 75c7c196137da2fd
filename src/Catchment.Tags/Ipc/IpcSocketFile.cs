using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Catchment.Core.Hosting;

namespace Catchment.Tags.Ipc;

/// <summary>The file of a Unix socket: claimed where nobody answers on it, with its mode and group before anybody can connect, removed at the end.</summary>
internal sealed partial class IpcSocketFile : IDisposable
{
    private const int Backlog = 512;

    private readonly string _path;
    private readonly UnixSocketPath _name;

    private IpcSocketFile(string path, UnixSocketPath name, Socket listener) => (_path, _name, Listener) = (path, name, listener);

    /// <summary>Listens on it.</summary>
    internal Socket Listener { get; }

    /// <summary>Claims a path and listens on it.</summary>
    /// <exception cref="IOException">Somebody answers on it, or it cannot be made, or what lies there is no socket.</exception>
    internal static IpcSocketFile Open(string path, UnixFileMode mode, string? group)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var name = new UnixSocketPath(path);
            var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                RemoveStale(path, name);
                listener.Bind(name.EndPoint);
                // Nobody can connect before it listens.
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(path, mode);
                if (group is not null)
                    Give(path, group);
                listener.Listen(Backlog);
                return new IpcSocketFile(path, name, listener);
            }
            catch
            {
                listener.Dispose();
                name.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is SocketException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"The Unix socket {path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Nobody can connect any more; the file goes, unless another gateway answers on it by now.</summary>
    public void Dispose()
    {
        Listener.Dispose();
        try
        {
            if (!IsAnswered(_name))
                File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            // The next start finds it stale, and removes it.
        }

        _name.Dispose();
    }

    private static void RemoveStale(string path, UnixSocketPath name)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return;
        if (file.Length > 0)
            throw new IOException($"{path} is no socket: remove it, or name another gateway.ipc.socket_path.");
        if (IsAnswered(name))
            throw new IOException($"Another gateway answers on the Unix socket {path}: stop it, or name another gateway.ipc.socket_path.");
        File.Delete(path);
    }

    private static bool IsAnswered(UnixSocketPath name)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(name.EndPoint);
            return true;
        }
        catch (SocketException e)
        {
            // A full backlog is an answer too.
            return e.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain or SocketError.InProgress;
        }
    }

    private static void Give(string path, string group)
    {
        if (!uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var found = GroupByName(group);
            if (found == 0)
                throw new IOException($"There is no group {group} (gateway.ipc.socket_group).");
            number = (uint)Marshal.ReadInt32(found, 2 * nint.Size); // struct group: two pointers, then the number
        }

        if (ChangeOwner(path, uint.MaxValue, number) != 0)
            throw new IOException($"The Unix socket {path} cannot be given to the group {group}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GroupByName(string name);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
