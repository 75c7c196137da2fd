namespace Catchment.Protocols.OpcUa.Server;

/// <summary>Finds out who somebody is.</summary>
/// <param name="userName">As the client sent it.</param>
/// <param name="password">As the client sent it.</param>
/// <param name="cancellation">The client is gone.</param>
/// <returns>The user; null: the password is wrong or there is no such user.</returns>
public delegate ValueTask<OpcUaUser?> OpcUaUserCheck(string userName, string password, CancellationToken cancellation);
