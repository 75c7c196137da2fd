using System.Text.Json.Serialization;

namespace Catchment.Commands.Files;

/// <summary>How the commands print JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FileLine))]
[JsonSerializable(typeof(FileEventLine))]
[JsonSerializable(typeof(FileDetailLine))]
[JsonSerializable(typeof(FilesStatsLine))]
[JsonSerializable(typeof(FilesRerunLine))]
[JsonSerializable(typeof(FilesVerifyLine))]
internal sealed partial class FilesJson : JsonSerializerContext;
