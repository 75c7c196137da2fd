using System.Text.Json;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>A certificate of the OPC UA server's store.</summary>
/// <param name="Thumbprint">Its SHA-1, 40 hexadecimal digits.</param>
/// <param name="State">own, trusted, issuer or rejected.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="ApplicationUri">The application that it names; left out: none.</param>
/// <param name="NotBefore">From when on it is valid, in Unix seconds.</param>
/// <param name="NotAfter">Until when it is valid, in Unix seconds.</param>
public sealed record GatewayCertificateItem(string Thumbprint, string State, string Subject, string? ApplicationUri, double NotBefore, double NotAfter)
{
    internal static GatewayCertificateItem Of(CertificateEntry e) => new(
        e.Thumbprint, JsonNamingPolicy.SnakeCaseLower.ConvertName(e.State.ToString()), e.Subject, e.ApplicationUri, Seconds(e.NotBefore), Seconds(e.NotAfter));

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;
}
