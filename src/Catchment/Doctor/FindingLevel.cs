using System.Text.Json.Serialization;

namespace Catchment.Doctor;

/// <summary>How much a finding matters, from nothing to much.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("good")]
    Good,

    /// <summary>Worth knowing.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>Something does not work, or will soon not.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>A service cannot do its work.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}
