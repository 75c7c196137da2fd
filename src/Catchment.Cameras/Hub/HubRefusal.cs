namespace Catchment.Cameras.Hub;

/// <summary>Why a request was answered with an error text: the label <c>kind</c> of <c>catchment_hub_errors_total</c>.</summary>
public enum HubRefusal
{
    /// <summary>The message has not exactly two frames.</summary>
    NotTwoFrames,

    /// <summary>Frame 1 is no JSON object with a text <c>msg</c>.</summary>
    NotImageZmq,

    /// <summary>The second field is empty.</summary>
    NoType,

    /// <summary>Frame 2 of a <c>jpg</c> message does not begin like a JPEG.</summary>
    NotJpeg,

    /// <summary>An <c>image</c> message whose header has no <c>dtype</c> and <c>shape</c> that fit frame 2.</summary>
    NotArray,

    /// <summary>Node and view do not fit a file name.</summary>
    NameTooLong,

    /// <summary>The medium is full, or below its low mark.</summary>
    NoSpace,

    /// <summary>The file system refused for another reason.</summary>
    NotStored,

    /// <summary>Not stored within the reply budget.</summary>
    Busy,
}
