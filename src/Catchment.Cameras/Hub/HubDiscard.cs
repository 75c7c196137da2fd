namespace Catchment.Cameras.Hub;

/// <summary>Why a message that was answered <c>OK</c> is not kept: the label <c>reason</c> of <c>catchment_hub_discarded_total</c>.</summary>
public enum HubDiscard
{
    /// <summary>The day's cap (<c>max_images_write</c>) is reached.</summary>
    Cap,

    /// <summary>A tuning picture: a text without <c>|</c>.</summary>
    TestPicture,

    /// <summary>A raw picture (<c>image</c>), with <c>store_raw</c> off: only JPEGs are stored, as by the original.</summary>
    RawPicture,
}
