namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>The recorded values of a variable. Source: OPC 10000-11, 4.2.</summary>
public interface IOpcUaHistory
{
    /// <summary>Reads recorded values. It is called by many threads, and has to be quick.</summary>
    /// <param name="earliest">The earliest source timestamp, UTC.</param>
    /// <param name="latest">The latest source timestamp, UTC.</param>
    /// <param name="isBackward">From the latest on to the earliest, instead of from the earliest on.</param>
    /// <param name="most">How many at most, at least 1; those that come first in the direction.</param>
    /// <returns>
    /// In the order of their source timestamps in the direction that was asked for; those of one time always in the same order. Each has its status and source timestamp.
    /// </returns>
    IReadOnlyList<DataValue> Read(DateTime earliest, DateTime latest, bool isBackward, int most);
}
