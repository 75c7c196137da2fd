using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Core.Hosting;

/// <summary>
/// The name under which a Unix socket is bound or reached. A socket address holds 107 bytes; a longer path goes
/// through its folder's descriptor, <c>/proc/self/fd/&lt;n&gt;/&lt;name&gt;</c>, which stays open until this is disposed.
/// </summary>
public sealed class UnixSocketPath : IDisposable
{
    private const int LongestDirectPath = 100;

    private readonly SafeFileHandle? _folder;

    /// <summary>Finds the name for a socket.</summary>
    /// <param name="path">The socket's path.</param>
    /// <exception cref="IOException">The path is long and its folder cannot be opened.</exception>
    public UnixSocketPath(string path)
    {
        string full = Path.GetFullPath(path);
        if (Encoding.UTF8.GetByteCount(full) <= LongestDirectPath || !OperatingSystem.IsLinux())
        {
            Address = full;
            return;
        }

        _folder = Posix.OpenFolder(Path.GetDirectoryName(full)!);
        Address = $"/proc/self/fd/{_folder.DangerousGetHandle()}/{Path.GetFileName(full)}";
    }

    /// <summary>The name to bind or connect to.</summary>
    public string Address { get; }

    /// <summary>The name as a socket address.</summary>
    public UnixDomainSocketEndPoint EndPoint => new(Address);

    /// <summary>Closes the folder's descriptor.</summary>
    public void Dispose() => _folder?.Dispose();
}
