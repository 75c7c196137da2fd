namespace Catchment.Protocols.OpcUa.Binary;

/// <summary>A structure that can be read as well as written.</summary>
/// <typeparam name="T">The structure itself.</typeparam>
internal interface IUaDecodable<T> : IUaStructure
    where T : IUaDecodable<T>
{
    /// <summary>Bytes that it has at least, so that an array's length is believed no further than the message reaches.</summary>
    static virtual int LeastSize => 1;

    /// <summary>Reads its members in their order.</summary>
    /// <exception cref="OpcUaException">BadDecodingError or BadEncodingLimitsExceeded.</exception>
    static abstract T Decode(ref UaReader reader);
}
