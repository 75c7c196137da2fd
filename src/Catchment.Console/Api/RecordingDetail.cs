namespace Catchment.WebConsole.Api;

/// <summary>A recorded event with its pictures.</summary>
/// <param name="Recording">The event.</param>
/// <param name="Times">When its pictures were taken, oldest first, ISO 8601 without a zone, six digits of fraction.</param>
/// <param name="PictureRoot">The path that a picture's file name, <c>YYYY-MM-DD_HH.MM.SS.ffffff.jpg</c>, is put behind.</param>
/// <param name="Kept">It is locked against deletion, by a FaceList or by a person.</param>
/// <param name="UnderWay">It is still being recorded.</param>
public sealed record RecordingDetail(RecordingItem Recording, IReadOnlyList<string> Times, string PictureRoot, bool Kept, bool UnderWay);
