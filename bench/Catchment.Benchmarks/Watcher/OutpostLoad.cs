using System.Diagnostics;
using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Benchmarks.Watcher;

/// <summary>An outpost that publishes pictures and tracking records at a steady rate, one event after another.</summary>
/// <param name="number">Its number, part of its name and of its events' ids.</param>
/// <param name="jpeg">The picture.</param>
internal sealed class OutpostLoad(int number, byte[] jpeg) : IDisposable
{
    /// <summary>So many characters of an event's id are the outpost's number.</summary>
    internal const int IdPrefix = 2;

    private static readonly TimeSpan EventLength = TimeSpan.FromSeconds(5);

    private readonly ZmqPublisher _log = new([ZmqEndpoint.Parse("tcp://127.0.0.1:0")]);
    private readonly ZmqPublisher _images = new([ZmqEndpoint.Parse("tcp://127.0.0.1:0")]);
    private readonly string _node = $"outpost{number}";

    internal long Pictures { get; private set; }

    internal long Rows { get; private set; }

    internal long Refused { get; private set; }

    /// <summary>Binds, and gives its entry in the watcher's configuration.</summary>
    internal string Start() => $"    - {{ node: {_node}, view: View, logger: 'tcp://{_log.Start()[0]}', images: 'tcp://{_images.Start()[0]}' }}";

    /// <summary>Whether the watcher is connected to both.</summary>
    internal bool IsWatched => _log.Publish("probe"u8.ToArray()) == 1 && _images.Publish("probe"u8.ToArray()) == 1;

    /// <summary>Publishes.</summary>
    /// <param name="rate">Pictures a second.</param>
    /// <param name="duration">How long.</param>
    /// <param name="cancellation">Ends it.</param>
    internal void Run(double rate, TimeSpan duration, CancellationToken cancellation)
    {
        var topic = Encoding.ASCII.GetBytes($"{_node}.INFO");
        var began = Stopwatch.GetTimestamp();
        var clock = TimeProvider.System.GetLocalNow().DateTime;
        string? id = null;
        var eventsBegan = TimeSpan.Zero;
        var events = 0;
        for (long sent = 0; Stopwatch.GetElapsedTime(began) is var now && now < duration && !cancellation.IsCancellationRequested; sent++)
        {
            var due = TimeSpan.FromSeconds(sent / rate);
            if (due > now)
                Thread.Sleep(due - now);
            var time = $"{clock + due:yyyy-MM-ddTHH:mm:ss.ffffff}";
            if (id is not null && due - eventsBegan >= EventLength)
            {
                End(topic, id);
                id = null;
            }

            if (id is null)
            {
                (id, eventsBegan) = ($"{number:x2}{events++:x30}", due);
                Record(topic, $$"""ote{"id": "{{id}}", "view": "View", "type": "start", "new": true, "fps": 30.0, "camsize": [640, 480], "timestamp": "{{time}}"}""");
            }

            if (_images.Publish(Encoding.ASCII.GetBytes($$"""{"msg": "{{_node}} View|jpg|{{time}}"}"""), jpeg) == 1)
                Pictures++;
            else
                Refused++;
            if (Record(topic, $$"""ote{"id": "{{id}}", "view": "View", "type": "trk", "timestamp": "{{time}}", "obj": 0, "clas": "person: 0.9876", "rect": [10, 20, 30, 40]}"""))
                Rows++;
        }

        if (id is not null)
            End(topic, id);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _images.Dispose();
    }

    private void End(byte[] topic, string id) => Record(topic, $$"""ote{"id": "{{id}}", "view": "View", "type": "end", "tasks": [["GetFaces", 1]]}""");

    private bool Record(byte[] topic, string text)
    {
        if (_log.Publish(topic, Encoding.ASCII.GetBytes(text + "\n")) == 1)
            return true;
        Refused++;
        return false;
    }
}
