namespace Catchment.Protocols.OpcUa.Server;

/// <summary>Answers a call of a method.</summary>
/// <param name="session">Whose client calls.</param>
/// <param name="inputs">As many as the method has, each of its data type.</param>
/// <returns>What the method gives.</returns>
/// <exception cref="OpcUaException">The call fails with its status.</exception>
internal delegate Variant[] MethodHandler(ServerSession session, Variant[] inputs);
