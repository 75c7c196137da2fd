using System.Text;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Asking;

/// <summary>v1 and v2c.</summary>
internal sealed class CommunityForm(SnmpVersion version, string community) : IMessageForm
{
    private readonly byte[] _community = Encoding.UTF8.GetBytes(community);

    public int Overhead => 48 + _community.Length;

    public void Begin()
    {
    }

    public void Write(BerWriter writer, SnmpPdu request) => CommunityMessage.Write(writer, version, _community, request);

    public Reading Read(Span<byte> message, SnmpPdu request)
    {
        if (!CommunityMessage.TryVersion(message, out var came) || came != (int)version
            || !CommunityMessage.TryRead(message, out var community, out var reader) || !community.SequenceEqual(_community)
            || !SnmpPdu.TryRead(ref reader, int.MaxValue, out var pdu) || pdu.Type != SnmpPduType.Response || pdu.RequestId != request.RequestId)
        {
            return Reading.Nothing;
        }

        return new Reading(pdu, Resend: false);
    }

    public void Forget()
    {
    }
}
