namespace Catchment.Protocols.Iec104.Server;

/// <summary>
/// The process behind a controlled station. Members are called on the threads of the connections, several at once, and never while the
/// server holds a lock; what they throw costs the request and is told to the observer.
/// </summary>
public interface IIec104Station
{
    /// <summary>The common addresses that there are.</summary>
    IReadOnlyCollection<int> CommonAddresses { get; }

    /// <summary>
    /// The points of an interrogation. They are taken one by one while the master takes them: each should be read when it is asked for, so
    /// that none is older than a change that was put before.
    /// </summary>
    /// <param name="commonAddress">One of <see cref="CommonAddresses"/>.</param>
    /// <param name="group">1 to 16; 0: the whole station.</param>
    IEnumerable<Iec104Point> Interrogate(int commonAddress, int group);

    /// <summary>The counters of a counter interrogation.</summary>
    /// <param name="commonAddress">One of <see cref="CommonAddresses"/>.</param>
    /// <param name="group">1 to 4; 0: all.</param>
    IEnumerable<Iec104Point> Counters(int commonAddress, int group);

    /// <summary>Reads one point.</summary>
    /// <param name="commonAddress">One of <see cref="CommonAddresses"/>.</param>
    /// <param name="objectAddress">Its information object address.</param>
    /// <param name="point">The point.</param>
    /// <returns>Whether there is one.</returns>
    bool TryRead(int commonAddress, int objectAddress, out Iec104Point point);

    /// <summary>
    /// Takes a command. Selections are kept by the server: it asks for each selection, and for an execution only when no selection stands
    /// against it.
    /// </summary>
    /// <param name="command">The command; its common address is one of <see cref="CommonAddresses"/>.</param>
    Iec104CommandOutcome Take(in Iec104Command command);

    /// <summary>Freezes or resets counters; without an implementation it is refused.</summary>
    /// <param name="commonAddress">One of <see cref="CommonAddresses"/>.</param>
    /// <param name="group">1 to 4; 0: all.</param>
    /// <param name="freeze">What; not <see cref="CounterFreeze.Read"/>.</param>
    /// <returns>Whether it was done.</returns>
    bool FreezeCounters(int commonAddress, int group, CounterFreeze freeze) => false;

    /// <summary>A master tells the time; without an implementation nothing is done with it.</summary>
    /// <param name="commonAddress">One of <see cref="CommonAddresses"/>.</param>
    /// <param name="time">The master's time.</param>
    /// <returns>The time that is confirmed.</returns>
    Cp56Time2a SynchronizeClock(int commonAddress, Cp56Time2a time) => time;
}
