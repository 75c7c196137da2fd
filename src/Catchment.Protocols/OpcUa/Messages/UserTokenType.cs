namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How a user names itself. Source: OPC 10000-4, 7.43.</summary>
internal enum UserTokenType
{
    Anonymous = 0,
    UserName = 1,
    Certificate = 2,
    IssuedToken = 3,
}
