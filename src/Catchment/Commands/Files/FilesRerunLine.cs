namespace Catchment.Commands.Files;

/// <summary>What became of a wish to run files again, in JSON.</summary>
internal sealed record FilesRerunLine(long Added, long UnderWay, long AskedAlready, long New, long NotThere, bool DryRun, bool Stopped);
