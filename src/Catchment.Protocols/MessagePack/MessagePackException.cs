namespace Catchment.Protocols.MessagePack;

/// <summary>Bytes that are no MessagePack, or go beyond the reader's bounds; the message says which.</summary>
/// <param name="message">What is wrong.</param>
public sealed class MessagePackException(string message) : Exception(message);
