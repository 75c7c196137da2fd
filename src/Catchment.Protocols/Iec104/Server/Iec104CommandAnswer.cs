namespace Catchment.Protocols.Iec104.Server;

/// <summary>What a station says to a command.</summary>
public enum Iec104CommandAnswer
{
    /// <summary>Positive confirmation.</summary>
    Accepted,

    /// <summary>Negative confirmation.</summary>
    Refused,

    /// <summary>There is no such object: cause 47.</summary>
    UnknownObject,

    /// <summary>The object does not take commands of this type: cause 44.</summary>
    UnknownType,
}
