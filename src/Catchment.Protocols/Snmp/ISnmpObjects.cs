namespace Catchment.Protocols.Snmp;

/// <summary>The objects that an agent serves, in lexicographic order of their names. Called on the threads that serve: it must be thread-safe and quick.</summary>
public interface ISnmpObjects
{
    /// <summary>Finds an instance.</summary>
    /// <param name="oid">Its name.</param>
    /// <param name="typeExists">Whether there is an object type that it could be an instance of: noSuchInstance rather than noSuchObject.</param>
    /// <returns>null: there is none.</returns>
    ISnmpObject? Find(Oid oid, out bool typeExists);

    /// <summary>Finds the next instance.</summary>
    /// <param name="oid">Behind which name; it need not exist.</param>
    /// <param name="orEqual">Whether that name itself is good, too.</param>
    /// <param name="found">The name of the one that was found.</param>
    /// <returns>null: there is none.</returns>
    ISnmpObject? FindNext(Oid oid, bool orEqual, out Oid found);
}
