namespace Catchment.Tags.Settings;

/// <summary>What arrived payloads are.</summary>
public enum SubscribedPayload
{
    /// <summary>JSON: a value, or an object with it.</summary>
    Json,

    /// <summary>A text; a number or a boolean when it reads as one.</summary>
    Plain,
}
