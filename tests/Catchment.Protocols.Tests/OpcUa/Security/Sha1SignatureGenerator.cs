using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Catchment.Protocols.Tests.OpcUa.Security;

/// <summary>Signs certificates as they were signed once; the platform does not do it any more.</summary>
internal sealed class Sha1SignatureGenerator(RSA key) : X509SignatureGenerator
{
    // SEQUENCE { sha1WithRSAEncryption, NULL }.
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05, 0x05, 0x00];

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

    protected override PublicKey BuildPublicKey() => new(key);
}
