namespace Catchment.Protocols.Iec104.Client;

/// <summary>
/// Takes what a controlled station sends, one after the other in its order. While it runs, nothing more is received from that station; it
/// must not wait for answers of the same client.
/// </summary>
/// <param name="indication">What was sent.</param>
public delegate void Iec104Receiver(in Iec104Indication indication);
