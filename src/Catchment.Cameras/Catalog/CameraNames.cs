using System.Text.Json;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Catalog;

/// <summary>
/// Remembers how cameras spelled themselves (<c>cameras.json</c> in the hub's state folder), because a file's name does not tell
/// where the node's name ends: <c>north-gate-lens-2</c>. Safe for many threads at once.
/// </summary>
internal sealed partial class CameraNames
{
    /// <summary>The file's name.</summary>
    internal const string FileName = "cameras.json";

    /// <summary>Names remembered; a sender that makes up ever new names does not fill the memory.</summary>
    internal const int MostNames = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Camera> _byLabel = new(StringComparer.Ordinal);
    private readonly StateFolder? _folder;
    private readonly ILogger? _logger;
    private bool _isUnsaved;

    private CameraNames(StateFolder? folder, ILogger? logger)
    {
        _folder = folder;
        _logger = logger;
    }

    /// <summary>Reads what is remembered; new names are kept there.</summary>
    /// <param name="folder">The hub's state folder.</param>
    /// <param name="logger">Told of a file that cannot be read or written: it costs the spelling of some names, and nothing else.</param>
    internal static CameraNames Open(StateFolder folder, ILogger logger)
    {
        var names = new CameraNames(folder, logger);
        try
        {
            names.Fill(folder.Read(FileName, CameraNamesJson.Default.CameraArray) ?? []);
        }
        catch (StateFolderException e)
        {
            LogForgotten(logger, e.Message);
        }

        return names;
    }

    /// <summary>Reads what is remembered, and keeps nothing: for a process that does not own the state folder.</summary>
    /// <param name="stateDirectory">The hub's state folder.</param>
    internal static CameraNames Read(string stateDirectory)
    {
        var names = new CameraNames(null, null);
        try
        {
            names.Fill(JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(stateDirectory, FileName)), CameraNamesJson.Default.CameraArray) ?? []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // None are remembered; the names are taken from the files.
        }

        return names;
    }

    /// <summary>The camera of a file, as it spelled itself if that is remembered.</summary>
    /// <param name="label">Node and view as they stand in the file's name.</param>
    /// <param name="isRemembered">The camera spelled itself so; otherwise the spelling is a guess.</param>
    internal Camera OfLabel(string label, out bool isRemembered)
    {
        lock (_lock)
        {
            isRemembered = _byLabel.TryGetValue(label, out var camera);
            return camera ?? CameraSpelling.OfLabel(label);
        }
    }

    /// <summary>The camera of a message's first field; the first spelling of a label stays.</summary>
    internal Camera OfText(ReadOnlySpan<byte> nodeAndView)
    {
        var camera = CameraSpelling.OfText(nodeAndView);
        lock (_lock)
        {
            if (_byLabel.TryGetValue(camera.Label, out var known))
                return known;
            if (_byLabel.Count < MostNames)
            {
                _byLabel.Add(camera.Label, camera);
                _isUnsaved = true;
            }
        }

        return camera;
    }

    /// <summary>Writes new names down, if there are any.</summary>
    internal void Save()
    {
        Camera[] all;
        lock (_lock)
        {
            if (!_isUnsaved || _folder is null)
                return;
            _isUnsaved = false;
            all = [.. _byLabel.Values.OrderBy(c => c.Label, StringComparer.Ordinal)];
        }

        try
        {
            _folder.Write(FileName, all, CameraNamesJson.Default.CameraArray);
        }
        catch (StateFolderException e)
        {
            LogForgotten(_logger!, e.Message); // A full disk: the next new name brings them there.
        }
    }

    private void Fill(Camera[] cameras)
    {
        foreach (var camera in cameras.Where(c => c is { Label: not null, Node: not null, View: not null }).Take(MostNames))
            _byLabel[camera.Label] = camera;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The spelling of camera names is not kept; after a rebuild of the catalog some may show otherwise. {Problem}")]
    private static partial void LogForgotten(ILogger logger, string problem);
}
