namespace Catchment.Protocols.Snmp;

/// <summary>Keeps what an engine must remember over restarts.</summary>
public interface ISnmpEngineStore
{
    /// <summary>What was saved last; null: nothing yet, or nothing that can be read, and then the engine gets a new identity.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    SnmpEngineState? Load();

    /// <summary>Saves; when it returns, a crash or a power cut loses nothing of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    void Save(SnmpEngineState state);
}
