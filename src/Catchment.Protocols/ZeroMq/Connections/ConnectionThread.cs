namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>The threads that block on sockets.</summary>
internal static class ConnectionThread
{
    /// <summary>
    /// Enough for the read loop and a handler that does not recurse deeply; thousands of connections must not reserve the
    /// system's default of 8 MiB each.
    /// </summary>
    private const int StackSize = 256 * 1024;

    /// <summary>Makes a background thread; the caller starts it.</summary>
    public static Thread Create(ThreadStart run, string name) => new(run, StackSize) { IsBackground = true, Name = name };
}
