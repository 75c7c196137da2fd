using System.Net;

namespace Catchment.Protocols.Iec104.Server;

/// <summary>
/// Is told what happens at a controlled station so that its owner can count and log. Members are called on the threads that serve: they
/// must be cheap, thread-safe and must not throw. Members that are not implemented do nothing.
/// </summary>
public interface IIec104ServerObserver
{
    /// <summary>A master is served; <see cref="Disconnected"/> follows always.</summary>
    /// <param name="peer">The master.</param>
    /// <param name="group">The redundancy group's name; null: it is its own.</param>
    void Connected(IPEndPoint peer, string? group)
    {
    }

    /// <summary>A master that was told to <see cref="Connected"/> is gone.</summary>
    /// <param name="status">What was counted.</param>
    /// <param name="reason">Why.</param>
    /// <param name="explanation">Why, for people.</param>
    void Disconnected(Iec104ConnectionStatus status, Iec104CloseReason reason, string explanation)
    {
    }

    /// <summary>A master was turned away because there are as many as there may be.</summary>
    /// <param name="peer">The master.</param>
    void Refused(IPEndPoint peer)
    {
    }

    /// <summary>A master started data transfer.</summary>
    /// <param name="peer">The master.</param>
    void Started(IPEndPoint peer)
    {
    }

    /// <summary>A master stopped data transfer, or another connection of its group took over.</summary>
    /// <param name="peer">The master.</param>
    void Stopped(IPEndPoint peer)
    {
    }

    /// <summary>A command was answered.</summary>
    /// <param name="command">The command.</param>
    /// <param name="answer">What was said.</param>
    void Commanded(in Iec104Command command, Iec104CommandAnswer answer)
    {
    }

    /// <summary>An ASDU was answered with one of the causes 44 to 47.</summary>
    /// <param name="peer">The master.</param>
    /// <param name="type">Its type; any octet.</param>
    /// <param name="cause">The cause.</param>
    void NotUnderstood(IPEndPoint peer, TypeId type, CauseOfTransmission cause)
    {
    }

    /// <summary>More waits for a master than may; the oldest were lost. Told once until the master has got what waited.</summary>
    /// <param name="peer">The master that it waits for; null: nobody of the group is connected.</param>
    /// <param name="group">The redundancy group's name; null: the connection is its own.</param>
    void EventsLost(IPEndPoint? peer, string? group)
    {
    }

    /// <summary>The station threw; the master was told what the standard has for it.</summary>
    /// <param name="exception">What it threw.</param>
    void StationFailed(Exception exception)
    {
    }

    /// <summary>No master can be accepted for now; told once, until <see cref="AcceptsAgain"/>.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="reason">Why, for people.</param>
    void CannotAccept(IPEndPoint endpoint, string reason)
    {
    }

    /// <summary>Masters are accepted again.</summary>
    /// <param name="endpoint">Where.</param>
    void AcceptsAgain(IPEndPoint endpoint)
    {
    }
}
