using System.CommandLine;
using Catchment.Cameras.Events;
using Catchment.Composition;

namespace Catchment.Commands.Events;

/// <summary>What every command about one recorded event takes: its day and its id.</summary>
internal sealed class EventArguments
{
    private readonly Argument<string> _date = new("DATE") { Description = "The event's day, YYYY-MM-DD." };
    private readonly Argument<string> _event = new("EVENT") { Description = "The event's id." };

    /// <summary>Adds them to a command, and their checks.</summary>
    internal EventArguments AddTo(Command command)
    {
        _date.Validators.Add(result =>
        {
            if (!EventNames.TryParseDay(result.GetValueOrDefault<string>(), out _))
                result.AddError($"'{result.GetValueOrDefault<string>()}' is no day: YYYY-MM-DD is wanted, such as 2026-03-01");
        });
        _event.Validators.Add(result =>
        {
            if (!EventNames.IsId(result.GetValueOrDefault<string>()))
                result.AddError($"'{result.GetValueOrDefault<string>()}' is no event id: letters, digits and dashes are wanted");
        });
        command.Arguments.Add(_date);
        command.Arguments.Add(_event);
        return this;
    }

    /// <summary>The event that is named; the checks let nothing else through.</summary>
    internal EventKey KeyOf(ParseResult parsed) => new(EventNames.TryParseDay(parsed.GetValue(_date), out var day) ? day : default, parsed.GetValue(_event)!);

    /// <summary>Has the desk do something with the event, and tells what became of it.</summary>
    /// <returns>The exit code.</returns>
    internal async Task<int> DoAsync(ParseResult parsed, NodeConfiguration? configuration, Func<EventDesk, EventKey, Task<EventDeskAnswer>> work)
    {
        using var pruning = configuration is null ? null : EventPruning.ForCommand(configuration);
        if (pruning is null)
            return ExitCode.Usage;
        var answer = await work(pruning.Desk, KeyOf(parsed));
        if (answer.Outcome == EventDeskOutcome.Done)
        {
            Console.Out.WriteLine(answer.Text);
            return ExitCode.Done;
        }

        Console.Error.WriteLine($"error: {answer.Text}");
        return ExitCode.Failed;
    }
}
