namespace Catchment.Core.Live;

/// <summary>Something that has just happened, for whoever is watching.</summary>
/// <param name="Topic">What kind of thing; a subscriber names the topics it wants.</param>
/// <param name="Key">What it is about: a later message of the same topic and key makes an earlier, undelivered one needless.</param>
/// <param name="Payload">An immutable record.</param>
public sealed record LiveMessage(string Topic, string Key, object Payload);
