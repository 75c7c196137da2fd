using System.Net;

namespace Catchment.Protocols.Modbus;

/// <summary>
/// Is told what happens at a server so that its owner can count and log. Members are called on the threads that serve: they must be
/// cheap, thread-safe and must not throw. Members that are not implemented do nothing.
/// </summary>
public interface IModbusServerObserver
{
    /// <summary>A client is served; <see cref="Disconnected"/> follows always.</summary>
    /// <param name="peer">The other end.</param>
    void Connected(IPEndPoint peer)
    {
    }

    /// <summary>A client that was told to <see cref="Connected"/> is gone.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="reason">Why.</param>
    void Disconnected(IPEndPoint peer, ModbusCloseReason reason)
    {
    }

    /// <summary>A client was turned away because there are as many as there may be.</summary>
    /// <param name="peer">The other end.</param>
    void Refused(IPEndPoint peer)
    {
    }

    /// <summary>A request was answered.</summary>
    /// <param name="functionCode">Its function as it was sent; any byte.</param>
    /// <param name="code">The exception of the answer, or <see cref="ModbusExceptionCode.None"/>.</param>
    void Answered(byte functionCode, ModbusExceptionCode code)
    {
    }

    /// <summary>The tables threw; the client was told exception 4.</summary>
    /// <param name="exception">What they threw.</param>
    void TablesFailed(Exception exception)
    {
    }

    /// <summary>No client can be accepted for now; told once, until <see cref="AcceptsAgain"/>.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="reason">Why, for people.</param>
    void CannotAccept(IPEndPoint endpoint, string reason)
    {
    }

    /// <summary>Clients are accepted again.</summary>
    /// <param name="endpoint">Where.</param>
    void AcceptsAgain(IPEndPoint endpoint)
    {
    }
}
