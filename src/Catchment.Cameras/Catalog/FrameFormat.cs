namespace Catchment.Cameras.Catalog;

/// <summary>What a stored frame's file holds; its extension says so. The numbers are those of the catalog's tables.</summary>
public enum FrameFormat
{
    /// <summary><c>.jpg</c>: a JPEG, as the camera sent it (message type <c>jpg</c>).</summary>
    Jpg = 0,

    /// <summary><c>.png</c>: a raw picture of 8-bit elements and one or three channels (message type <c>image</c>).</summary>
    Png = 1,

    /// <summary><c>.npy</c>: a raw picture of any other shape or element type, NumPy's file format (message type <c>image</c>).</summary>
    Npy = 2,
}
