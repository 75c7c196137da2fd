namespace Catchment.Cameras.Watcher.Recording;

/// <summary>What recording writes.</summary>
internal enum RecordingWrite
{
    /// <summary>Index rows and tracking rows.</summary>
    Rows,

    /// <summary>Pictures.</summary>
    Pictures,

    /// <summary>The state folder.</summary>
    State,
}
