using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Asking;
using Catchment.Protocols.Snmp.Serving;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>A manager's side of v3 without sockets.</summary>
internal sealed class ClientTalk(SnmpUser user, TimeProvider time) : IDisposable
{
    private readonly UserForm _form = new(new SnmpClientOptions { Endpoint = AgentBed.Loopback, Version = SnmpVersion.V3, User = user, Time = time });
    private SnmpPdu _request = new() { Type = SnmpPduType.Get, RequestId = 1_000, Variables = [] };

    /// <summary>Asks until there is an answer, as often as a manager would.</summary>
    public SnmpPdu Get(Responder agent, Oid oid)
    {
        var message = Request(oid);
        for (var resends = 0; resends < 4; resends++)
        {
            var reading = Read(agent.Answer(message, AgentBed.Loopback).ToArray());
            if (reading.Answer is { } answer)
                return answer;
            reading.Resend.ShouldBeTrue();
            message = Write();
        }

        throw new InvalidOperationException("There is no answer.");
    }

    /// <summary>The message of a new request.</summary>
    public byte[] Request(Oid oid)
    {
        _request = new SnmpPdu { Type = SnmpPduType.Get, RequestId = _request.RequestId + 1, Variables = [AgentBed.Name(oid)] };
        _form.Begin();
        return Write();
    }

    public Reading Read(byte[] message) => _form.Read(message, _request);

    public void Dispose() => _form.Dispose();

    private byte[] Write()
    {
        var writer = new BerWriter(new byte[70_000]);
        _form.Write(writer, _request);
        return writer.Written.ToArray();
    }
}
