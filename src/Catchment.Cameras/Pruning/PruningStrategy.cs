namespace Catchment.Cameras.Pruning;

/// <summary>How is decided which events stay.</summary>
/// <remarks>Source: the camera specification, 11.</remarks>
public enum PruningStrategy
{
    /// <summary>Those that are younger than the profile says, and those that the common rules keep.</summary>
    MinimalRetention,

    /// <summary>As <see cref="MinimalRetention"/>, with an eye on faces.</summary>
    FaceQuality,

    /// <summary>As <see cref="MinimalRetention"/>, named for its use with speeds.</summary>
    VehicleInterest,

    /// <summary>All of them.</summary>
    NeverDelete,
}
