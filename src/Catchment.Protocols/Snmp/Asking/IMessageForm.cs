using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Asking;

/// <summary>How a version wraps requests and unwraps answers.</summary>
internal interface IMessageForm
{
    /// <summary>What is around a request's variables, in bytes, at most.</summary>
    int Overhead { get; }

    /// <summary>A request is to be asked from now on; answers to those before it are none.</summary>
    void Begin();

    /// <summary>Writes the message that is to be sent now: the request's, or one that it needs before.</summary>
    void Write(BerWriter writer, SnmpPdu request);

    /// <summary>Reads a message that came.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Security"/>: the agent refuses.</exception>
    Reading Read(Span<byte> message, SnmpPdu request);

    /// <summary>The agent has not answered at all.</summary>
    void Forget();
}
