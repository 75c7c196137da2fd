using System.Text;
using Catchment.Core.Storage;
using Catchment.Protocols.Snmp;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>
/// The engine's identity and boots in a file of the state folder: a line of text that is flushed to the disk and then takes the old one's place, so that a boot that
/// was answered is never forgotten. Source: RFC 3414, 2.2.
/// </summary>
internal sealed partial class EngineFile : ISnmpEngineStore
{
    /// <summary>The file's name.</summary>
    internal const string FileName = "snmp-engine";

    private const int MaxBytes = 200;

    private readonly string _folder;
    private readonly byte[]? _wanted;
    private readonly ILogger _logger;

    /// <summary>The file of a state folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="engineId">The identity that the settings want, in hex; null: the one that is kept.</param>
    /// <param name="logger">Told of a file that cannot be understood.</param>
    internal EngineFile(string folder, string? engineId, ILogger logger) => (_folder, _wanted, _logger) = (folder, engineId is null ? null : Convert.FromHexString(engineId), logger);

    private string FilePath => Path.Combine(_folder, FileName);

    public SnmpEngineState? Load()
    {
        SnmpEngineState? kept = null;
        if (File.Exists(FilePath))
        {
            using var file = File.OpenHandle(FilePath);
            var bytes = new byte[MaxBytes];
            kept = SnmpEngineState.Parse(Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0)));
            if (kept is null)
                LogDamaged(_logger, FilePath);
        }

        // Another identity is another engine, whose boots begin anew.
        return _wanted is null || kept?.EngineId.Span.SequenceEqual(_wanted) == true ? kept : new SnmpEngineState(_wanted, 0);
    }

    public void Save(SnmpEngineState state)
    {
        var temporary = Path.Combine(_folder, $".{FileName}.tmp");
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, Encoding.ASCII.GetBytes($"{state}\n"), 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, FilePath, overwrite: true);
        AtomicFolder.FlushFolder(_folder);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "SNMP: {Path} cannot be understood: the engine gets a new identity, and managers that know the old one have to find it anew")]
    private static partial void LogDamaged(ILogger logger, string path);
}
