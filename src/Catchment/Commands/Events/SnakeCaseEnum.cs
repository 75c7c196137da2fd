using System.Text.Json;
using System.Text.Json.Serialization;

namespace Catchment.Commands.Events;

/// <summary><c>KeepDays</c> becomes <c>keep_days</c>, as in metrics.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
