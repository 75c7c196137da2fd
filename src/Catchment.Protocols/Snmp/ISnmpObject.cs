namespace Catchment.Protocols.Snmp;

/// <summary>An instance of an object that an agent serves. Called on the threads that serve: it must be thread-safe and quick.</summary>
public interface ISnmpObject
{
    /// <summary>Its value now; <see cref="SnmpValue.NoSuchInstance"/> when it has none, and then it is passed over where the next one is asked for.</summary>
    SnmpValue Read();

    /// <summary>Says whether a value could be written. Changes nothing.</summary>
    /// <returns>
    /// <see cref="SnmpErrorStatus.NoError"/>, or why not: <see cref="SnmpErrorStatus.NotWritable"/>, <see cref="SnmpErrorStatus.WrongType"/>,
    /// <see cref="SnmpErrorStatus.WrongLength"/>, <see cref="SnmpErrorStatus.WrongValue"/>, <see cref="SnmpErrorStatus.InconsistentValue"/> …
    /// </returns>
    SnmpErrorStatus Test(SnmpValue value) => SnmpErrorStatus.NotWritable;

    /// <summary>Writes a value that was tested. One request that writes is at work at a time.</summary>
    /// <returns><see cref="SnmpErrorStatus.NoError"/>; anything else: nothing is written, and what the request has written before is taken back.</returns>
    SnmpErrorStatus Commit(SnmpValue value) => SnmpErrorStatus.CommitFailed;

    /// <summary>Takes back what was written, because another variable of the request could not be.</summary>
    /// <param name="before">What <see cref="Read"/> gave before.</param>
    /// <returns>Whether it is as before.</returns>
    bool Undo(SnmpValue before) => Commit(before) == SnmpErrorStatus.NoError;
}
