using System.Text;
using Catchment.Protocols.Snmp.Security;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>A user of an agent with its keys at the agent's engine.</summary>
internal sealed class ServedUser : IDisposable
{
    private readonly UserKeys _keys;

    /// <summary>Computes its keys.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: the user cannot be one of an agent's.</exception>
    internal ServedUser(SnmpAgentUser user, byte[] engineId)
    {
        if (user.User.Privacy == SnmpPrivacy.Des)
            throw new SnmpException(SnmpFault.Invalid, $"user {user.User.Name}: DES is broken, so an agent does not serve it; take AES");
        Settings = user;
        Name = Encoding.UTF8.GetBytes(user.User.Name);
        _keys = new UserKeys(user.User);
        Local = _keys.At(engineId);
        Rights = new AccessRights(user.Read, user.Write);
    }

    internal SnmpAgentUser Settings { get; }

    internal byte[] Name { get; }

    /// <summary>Its keys; null: it neither signs nor encrypts.</summary>
    internal LocalKeys? Local { get; }

    internal AccessRights Rights { get; }

    /// <summary>What it may do with a message that is protected so.</summary>
    internal AccessRights RightsAt(SnmpSecurityLevel level) => level >= (Settings.MinimumLevel ?? Settings.User.Level) ? Rights : AccessRights.None;

    public void Dispose() => _keys.Dispose();
}
