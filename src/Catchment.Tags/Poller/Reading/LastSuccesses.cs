using System.Text.Json;

namespace Catchment.Tags.Poller.Reading;

/// <summary>The times at which tags were read last, kept through restarts in a file <c>{device: {tag id: seconds}}</c>. Source: <c>tags</c> 10.5.</summary>
internal static class LastSuccesses
{
    private const long MaxBytes = 64L << 20;

    /// <summary>Reads the file; what cannot be read is nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why it cannot be read; null: it can, or it is not there.</param>
    internal static Dictionary<(string Device, string Tag), long> Load(string path, out string? problem)
    {
        problem = null;
        var times = new Dictionary<(string Device, string Tag), long>();
        try
        {
            if (!File.Exists(path))
                return times;
            if (new FileInfo(path).Length > MaxBytes)
                throw new IOException("it is too long");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 3 });
            foreach (var device in document.RootElement.EnumerateObject())
            {
                foreach (var tag in device.Value.EnumerateObject())
                {
                    if (tag.Value.ValueKind == JsonValueKind.Number && tag.Value.TryGetDouble(out var seconds) && seconds is > 0 and < 1e12)
                        times[(device.Name, tag.Name)] = (long)seconds;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            problem = e.Message;
        }

        return times;
    }

    /// <summary>Writes the file whole, or leaves the old one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pollers">The devices.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal static void Save(string path, IEnumerable<DevicePoller> pollers)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.tmp";
        using (var stream = File.Create(temporary))
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var poller in pollers)
            {
                writer.WriteStartObject(poller.Device.Name);
                for (var i = 0; i < poller.Device.Tags.Length; i++)
                {
                    if (poller.Reading(i).LastSuccess is { } seconds)
                        writer.WriteNumber(poller.Device.Tags[i].Id, seconds);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        File.Move(temporary, path, overwrite: true);
    }
}
