namespace Catchment.Cameras.Video;

/// <summary>Why a film was not made, in a word.</summary>
public enum EventVideoFault
{
    /// <summary>The event has no pictures that can be shown, or more than a film may have.</summary>
    NoPictures,

    /// <summary>A tracking set that was asked for is not there, or has more boxes than a film may have.</summary>
    NoBoxes,

    /// <summary>The machine has no encoder.</summary>
    NoEncoder,

    /// <summary>Enough films are being made at present.</summary>
    Busy,

    /// <summary>The encoder failed, or took too long.</summary>
    Failed,
}
