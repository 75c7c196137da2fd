using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Core.Machine;

/// <summary>The ports that are open on this machine, as the kernel tells them. Source: proc_pid_net(5).</summary>
public sealed class PortTable
{
    private const string Listening = "0A";
    private const string Unconnected = "07";
    private const int LongestCommand = 120;

    private readonly List<Row> _rows = [];

    private PortTable()
    {
    }

    /// <summary>Reads the tables.</summary>
    /// <param name="folder">Where they are.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static PortTable Read(string folder = "/proc/net")
    {
        var table = new PortTable();
        foreach (var (file, isUdp) in new[] { ("tcp", false), ("tcp6", false), ("udp", true), ("udp6", true) })
        {
            var path = Path.Combine(folder, file);
            if (File.Exists(path))
                table._rows.AddRange(File.ReadLines(path).Skip(1).Select(line => Row.TryParse(line, isUdp)).OfType<Row>());
        }

        return table;
    }

    /// <summary>Who has a port so that nobody else can listen there; null: nobody.</summary>
    /// <param name="endpoint">Where somebody wants to listen.</param>
    /// <param name="isUdp">For datagrams.</param>
    public PortHolder? HolderOf(IPEndPoint endpoint, bool isUdp)
    {
        if (_rows.Find(row => row.IsUdp == isUdp && row.Port == endpoint.Port && Collide(row.Address, endpoint.Address)) is not { } row)
            return null;
        return ProcessOf(row.Inode) is { } process
            ? new PortHolder(row.User, process, CommandOf(process), UnitOf(process))
            : new PortHolder(row.User, null, null, null);
    }

    private static bool Collide(IPAddress held, IPAddress wanted) =>
        held.Equals(wanted) || IsAny(held) || IsAny(wanted) || (held.IsIPv4MappedToIPv6 && held.MapToIPv4().Equals(wanted));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static int? ProcessOf(string inode)
    {
        var wanted = $"socket:[{inode}]";
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            try
            {
                if (Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == wanted))
                    return id;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is another user's, or it has just ended.
            }
        }

        return null;
    }

    private static string CommandOf(int process)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process}/cmdline").TrimEnd('\0').Replace('\0', ' ');
            return words.Length > LongestCommand ? $"{words[..LongestCommand]}…" : words;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }

    /// <summary>The systemd unit that a process belongs to, such as <c>imagehub.service</c>; null: to none of the system's, or nobody tells.</summary>
    /// <param name="process">Its id.</param>
    public static string? UnitOf(int process)
    {
        try
        {
            // 0::/system.slice/imagehub.service; of a terminal 0::/user.slice/user-1000.slice/user@1000.service/…
            return File.ReadLines($"/proc/{process}/cgroup").Where(static line => !line.Contains("/user.slice", StringComparison.Ordinal))
                .SelectMany(static line => line.Split('/')).LastOrDefault(static part => part.EndsWith(".service", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Row(IPAddress Address, int Port, bool IsUdp, int User, string Inode)
    {
        /// <summary>Reads a line: <c>0: 0100007F:15B3 00000000:0000 0A … uid … inode …</c>; null: nobody listens by it.</summary>
        public static Row? TryParse(string line, bool isUdp)
        {
            const int StateAt = 3, UserAt = 7, InodeAt = 9;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length <= InodeAt || words[StateAt] != (isUdp ? Unconnected : Listening) || words[1].Split(':') is not [var address, var port])
                return null;
            return int.TryParse(words[UserAt], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
                && int.TryParse(port, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
                && AddressOf(address) is { } read
                ? new Row(read, number, isUdp, user, words[InodeAt])
                : null;
        }

        /// <summary>Words of 32 bits in the machine's order, in hexadecimal digits.</summary>
        private static IPAddress? AddressOf(string digits)
        {
            const int DigitsOfWord = 8;
            if (digits.Length is not (DigitsOfWord or 4 * DigitsOfWord))
                return null;
            var octets = new byte[digits.Length / 2];
            for (var i = 0; i < octets.Length; i += sizeof(uint))
            {
                if (!uint.TryParse(digits.AsSpan(2 * i, DigitsOfWord), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word))
                    return null;
                if (BitConverter.IsLittleEndian)
                    BinaryPrimitives.WriteUInt32LittleEndian(octets.AsSpan(i), word);
                else
                    BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(i), word);
            }

            var address = new IPAddress(octets);
            return address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }
    }
}
