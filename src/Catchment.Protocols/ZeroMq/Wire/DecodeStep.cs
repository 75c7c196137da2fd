namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>What <see cref="MessageDecoder.Advance"/> found.</summary>
internal enum DecodeStep
{
    /// <summary>More octets are needed.</summary>
    NeedMore,

    /// <summary>A message is complete.</summary>
    Message,

    /// <summary>A command is complete.</summary>
    Command,
}
