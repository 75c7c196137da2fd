namespace Catchment.Tags.Poller.Conversion;

/// <summary>How what a tag's registers hold becomes its value. Source: <c>tags</c> 10.3.</summary>
public enum ScaleForm
{
    /// <summary>× scale + offset: no scale type, and MX+B.</summary>
    Linear,

    /// <summary>0 to 100 become spanLow to spanHigh.</summary>
    Percent,

    /// <summary>An input range, offset to scale, becomes spanLow to spanHigh.</summary>
    InputRange,

    /// <summary>0 to 4095 become spanLow to spanHigh.</summary>
    TwelveBit,

    /// <summary>The root of it × scale + offset.</summary>
    Root,

    /// <summary>The root of 0 to 100 becomes spanLow to spanHigh.</summary>
    PercentRoot,

    /// <summary>The root of the place in an input range, offset to scale, becomes spanLow to spanHigh.</summary>
    InputRangeRoot,

    /// <summary>The root of 0 to 4095 becomes spanLow to spanHigh.</summary>
    TwelveBitRoot,
}
