using System.Text.Json.Serialization;
using Catchment.Core.Hosting;
using Catchment.WebConsole.Api.Tags;
using Catchment.WebConsole.Api.Telemetry;

namespace Catchment.WebConsole.Api;

/// <summary>How the API's answers are written: as the status is, names in snake_case and nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CameraList))]
[JsonSerializable(typeof(FramePage))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(TextList))]
[JsonSerializable(typeof(CountList))]
[JsonSerializable(typeof(DiskItem))]
[JsonSerializable(typeof(RecordingPage))]
[JsonSerializable(typeof(RecordingDetail))]
[JsonSerializable(typeof(RecordingDayList))]
[JsonSerializable(typeof(RecordingViewList))]
[JsonSerializable(typeof(RecordingSetDetail))]
[JsonSerializable(typeof(RecordingNewsItem))]
[JsonSerializable(typeof(DeskAnswer))]
[JsonSerializable(typeof(OutpostList))]
[JsonSerializable(typeof(FileListPage))]
[JsonSerializable(typeof(FileDetail))]
[JsonSerializable(typeof(FileFunnelItem))]
[JsonSerializable(typeof(FileRateList))]
[JsonSerializable(typeof(FileRerunAnswer))]
[JsonSerializable(typeof(DeviceList))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(SpanList))]
[JsonSerializable(typeof(StatisticsItem))]
[JsonSerializable(typeof(HostList))]
[JsonSerializable(typeof(TagPage))]
[JsonSerializable(typeof(TagDetail))]
[JsonSerializable(typeof(TagHistory))]
[JsonSerializable(typeof(TagChangeList))]
[JsonSerializable(typeof(TagMembership))]
[JsonSerializable(typeof(TagMappingPage))]
[JsonSerializable(typeof(TagMappingCheck))]
[JsonSerializable(typeof(GatewayCertificateItem))]
[JsonSerializable(typeof(GatewayItem))]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(ServiceStatus))]
[JsonSerializable(typeof(NodeStatus))]
[JsonSerializable(typeof(NodeHealth))]
[JsonSerializable(typeof(LiveHello))]
[JsonSerializable(typeof(LiveDay))]
[JsonSerializable(typeof(LiveMissed))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
