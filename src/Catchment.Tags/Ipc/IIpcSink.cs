namespace Catchment.Tags.Ipc;

/// <summary>Takes the bytes of replies.</summary>
internal interface IIpcSink
{
    /// <summary>Sends all of them; waits for a slow reader.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The peer is gone.</exception>
    void Send(ReadOnlySpan<byte> bytes);
}
