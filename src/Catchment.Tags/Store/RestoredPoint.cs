namespace Catchment.Tags.Store;

/// <summary>A point as it was kept through a restart. Source: <c>tags</c> 13.</summary>
/// <param name="Definition">What is registered of it.</param>
/// <param name="State">Its last value; null: none was kept. It comes back as UNCERTAIN.</param>
public sealed record RestoredPoint(PointDefinition Definition, PointState? State);
