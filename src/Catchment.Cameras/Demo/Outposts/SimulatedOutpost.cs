using System.Text;
using Catchment.Core.Demo;
using Catchment.Protocols.ImageZmq;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>
/// A simulated outpost: publishes the pictures of its views all the time, in turn, and in its log the events, how it is, and now and
/// then a warning.
/// </summary>
internal sealed class SimulatedOutpost : IDisposable
{
    private static readonly TimeSpan HealthInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TroubleInterval = TimeSpan.FromSeconds(130);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NobodyListens = TimeSpan.FromMilliseconds(100);

    private readonly OutpostTexts _texts;
    private readonly IDemoJournal? _journal;
    private readonly SeenEvents _seen;
    private readonly DemoCounter _counter;
    private readonly TimeProvider _time;
    private readonly SimulatedView[] _views;
    private readonly ZmqPublisher _log;
    private readonly ZmqPublisher _pictures;
    private DateTime _last;
    private long _taken;
    private long _looks;
    private long _events;

    /// <summary>Makes an outpost; <see cref="Bind"/> and <see cref="Run"/> let it publish.</summary>
    /// <param name="cast">Who it is.</param>
    /// <param name="options">Where it binds.</param>
    /// <param name="plan">The demo's seed and journal.</param>
    /// <param name="isFull">It publishes as fast as it is taken: who is slow is waited for.</param>
    /// <param name="seen">Told of its events.</param>
    /// <param name="counter">Counts its pictures.</param>
    /// <param name="time">The clock.</param>
    internal SimulatedOutpost(OutpostCast cast, OutpostDemoOptions options, DemoPlan plan, bool isFull, SeenEvents seen, DemoCounter counter, TimeProvider time)
    {
        _texts = new OutpostTexts(cast.Name);
        _journal = plan.Journal;
        _seen = seen;
        _counter = counter;
        _time = time;
        _views = [.. cast.Views.Select((_, i) => new SimulatedView(cast, i, plan.Seed))];
        var publishing = new ZmqPublisherOptions { TimeProvider = time, Policy = isFull ? ZmqQueuePolicy.Wait : ZmqQueuePolicy.Drop };
        _log = new ZmqPublisher([options.LogEndpoint(cast.Number)], publishing);
        _pictures = new ZmqPublisher([options.PictureEndpoint(cast.Number)], publishing);
    }

    /// <summary>Takes its ports.</summary>
    /// <returns>What it introduces itself with, a message for each view.</returns>
    /// <exception cref="ZmqException">A port is taken.</exception>
    internal IReadOnlyList<byte[]> Bind()
    {
        var logger = $"tcp://{_log.Start()[0]}";
        var images = $"tcp://{_pictures.Start()[0]}";
        return [.. _views.Select(view => _texts.CamUp(view.Name, logger, images))];
    }

    /// <summary>Publishes until the token ends it; an event under way is ended.</summary>
    /// <param name="pace">The outpost's pictures.</param>
    /// <param name="rate">Pictures a second of a view, as it tells them.</param>
    /// <param name="stopping">Ends it.</param>
    internal void Run(Pace pace, double rate, CancellationToken stopping)
    {
        var began = _time.GetTimestamp();
        var idle = new Pace(_time, NobodyListens, NobodyListens);
        var (health, trouble) = (HealthInterval / 3, TroubleInterval);
        try
        {
            for (var next = 0; ; next = (next + 1) % _views.Length)
            {
                pace.Wait(stopping);
                var elapsed = _time.GetElapsedTime(began);
                if (!Take(_views[next], elapsed, rate))
                    idle.Wait(stopping);
                if (elapsed >= health)
                {
                    health = elapsed + HealthInterval;
                    _log.Publish(_texts.Information, OutpostTexts.Health(_taken, _looks, _events, _taken / Math.Max(1, elapsed.TotalSeconds)));
                }

                if (elapsed >= trouble)
                {
                    trouble = elapsed + TroubleInterval;
                    _log.Publish(_texts.Warning, OutpostTexts.Trouble($"{_views[next].Name} is overexposed, 1 picture skipped"));
                }
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var view in _views.Where(view => view.EventId is not null))
                End(view);
            Task.WaitAll(_log.StopAsync(Drain), _pictures.StopAsync(Drain));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _pictures.Dispose();
        foreach (var view in _views)
            view.Dispose();
    }

    /// <summary>Takes one picture and says what is on it.</summary>
    /// <returns>Whether somebody was there to see it.</returns>
    private bool Take(SimulatedView view, TimeSpan elapsed, double rate)
    {
        var moment = view.At(elapsed);
        if (moment.Ended is not null)
            End(view);
        var taken = Now();
        var time = OutpostTexts.Iso(taken);
        SeenObject[] objects = moment.Visit is { } visit ? SeenObject.Of(visit, moment.Share) : [];
        var jpeg = view.Paint(elapsed, moment.Visit, objects);
        var text = _texts.Picture(view.Name, time);
        var header = ImageZmqEncoder.JpegHeader(text);
        var watchers = _pictures.Publish(header, jpeg);
        if (_journal is not null)
            Note(_journal, text, DemoItem.Hash(jpeg.Span), watchers);
        _taken++;
        if (watchers > 0)
            _counter.Sent(header.Length + jpeg.Length);
        if (moment.Visit is not null)
            Tell(view, moment, taken, time, objects, rate);
        return watchers > 0;
    }

    private void Tell(SimulatedView view, ViewMoment moment, DateTime taken, string time, SeenObject[] objects, double rate)
    {
        if (moment.IsFirst)
        {
            _events++;
            Record(OutpostTexts.Start(view.Begin(moment.Visit!, taken), view.Name, time, rate));
        }

        _looks++;
        view.Pictures.Add(new SeenPicture(time, objects));
        foreach (var seen in objects)
            Record(OutpostTexts.Track(view.EventId!, view.Name, time, seen));
    }

    private void End(SimulatedView view)
    {
        var id = view.EventId!;
        var seen = view.End();
        _seen.Add(id, seen); // before the watcher can ask for its tasks
        Record(OutpostTexts.End(id, view.Name, seen.Visit.Tasks));
    }

    private void Record(byte[] record)
    {
        var watchers = _log.Publish(_texts.Information, record);
        if (_journal is not null)
            Note(_journal, Encoding.ASCII.GetString(record.AsSpan().TrimEnd((byte)'\n')), null, watchers);
    }

    /// <summary>Takes down what was published. Nobody answers it: that somebody was connected is all that is known.</summary>
    private void Note(IDemoJournal journal, string item, string? hash, int watchers) =>
        journal.Note(new DemoItem(OutpostDemo.SourceName, item, _time.GetUtcNow()) { Bytes = hash, Answer = watchers > 0 ? "heard" : null });

    /// <summary>Local time in whole microseconds; no two pictures of an outpost have the same, also when the clock is set back.</summary>
    private DateTime Now()
    {
        var now = new DateTime(_time.GetLocalNow().DateTime.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);
        return _last = now > _last ? now : _last.AddMicroseconds(1);
    }
}
