using System.Runtime.Serialization;

namespace Catchment.Tags.Settings;

/// <summary>How an endpoint of the OPC UA server is kept safe. Source: OPC 10000-7, security policies.</summary>
public enum OpcUaSecurity
{
    /// <summary>It is not: everyone on the way can read and change what is said.</summary>
    None,

    /// <summary>Basic256Sha256: nobody can change what is said.</summary>
    [EnumMember(Value = "basic256sha256_sign")]
    Basic256Sha256Sign,

    /// <summary>Basic256Sha256: nobody can read it either.</summary>
    [EnumMember(Value = "basic256sha256_sign_and_encrypt")]
    Basic256Sha256SignAndEncrypt,
}
