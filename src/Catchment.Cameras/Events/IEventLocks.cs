namespace Catchment.Cameras.Events;

/// <summary>Which events must not be deleted, because a FaceList or a person wants them kept. Always as the file is now.</summary>
/// <remarks>Source: the camera specification, 9.</remarks>
public interface IEventLocks
{
    /// <summary>Whether an event is locked.</summary>
    /// <exception cref="IOException">The list cannot be read, so nobody knows: nothing may be deleted.</exception>
    bool IsLocked(EventKey key);

    /// <summary>Looks at the list as it is now.</summary>
    /// <returns>What is wrong with it, for the operator; null: nothing, as with a list that is not of a file.</returns>
    string? Look() => null;
}
