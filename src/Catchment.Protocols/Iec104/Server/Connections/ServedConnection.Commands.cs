using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Protocols.Iec104.Server.Connections;

/// <content>Commands: selected, executed, cancelled. Source: IEC 60870-5-5, 6.8.</content>
internal sealed partial class ServedConnection
{
    private void TakeCommand(AsduHeader header, InformationObject asked)
    {
        lock (Gate)
            _commands++;
        var isCancel = header.Cause == CauseOfTransmission.Deactivation;
        var kind = isCancel ? Iec104CommandKind.Cancel : asked.IsSelect ? Iec104CommandKind.Select : Iec104CommandKind.Execute;
        var command = new Iec104Command(Peer, kind, header.CommonAddress, header.Type, asked, header.Originator);
        var outcome = Decide(command, header.IsTest);
        Observer?.Commanded(command, outcome.Answer);
        var confirmation = isCancel ? CauseOfTransmission.DeactivationConfirmation : CauseOfTransmission.ActivationConfirmation;
        switch (outcome.Answer)
        {
            case Iec104CommandAnswer.UnknownObject:
                Mistaken(header, asked, CauseOfTransmission.UnknownObjectAddress);
                break;
            case Iec104CommandAnswer.UnknownType:
                Mistaken(header, asked, CauseOfTransmission.UnknownType);
                break;
            default:
                Reply(header, asked, confirmation, outcome.Answer != Iec104CommandAnswer.Accepted);
                break;
        }

        if (outcome.Answer == Iec104CommandAnswer.Accepted && kind == Iec104CommandKind.Execute)
            TerminateAfter(outcome.Completion ?? Task.CompletedTask, header, asked);
    }

    private Iec104CommandOutcome Decide(in Iec104Command command, bool isTest)
    {
        var refused = new Iec104CommandOutcome(Iec104CommandAnswer.Refused);
        if (isTest || !IsPossible(command))
        {
            var outcome = Ask(command with { Kind = Iec104CommandKind.Select });
            return isTest || outcome.Answer != Iec104CommandAnswer.Accepted ? outcome with { Completion = null } : refused;
        }

        Iec104CommandOutcome answer;
        switch (command.Kind)
        {
            case Iec104CommandKind.Select:
                answer = Ask(command);
                return answer.Answer != Iec104CommandAnswer.Accepted || _host.Selections.TrySelect(this, command) ? answer : refused;
            case Iec104CommandKind.Cancel:
                answer = Ask(command);
                return answer.Answer != Iec104CommandAnswer.Accepted || _host.Selections.TryCancel(this, command) ? answer : refused;
            default:
                if (Volatile.Read(ref _executions) < _host.Options.MaxExecutions && _host.Selections.TryExecute(this, command))
                    return Ask(command);

                // Where there is no such object, that is what the master has to know.
                answer = Ask(command with { Kind = Iec104CommandKind.Select });
                return answer.Answer == Iec104CommandAnswer.Accepted ? refused : answer;
        }
    }

    /// <summary>A double or step command has two values of four.</summary>
    private static bool IsPossible(in Iec104Command command) => command.Type switch
    {
        TypeId.C_DC_NA_1 or TypeId.C_DC_TA_1 or TypeId.C_RC_NA_1 or TypeId.C_RC_TA_1 => command.Information.Bits is 1 or 2,
        _ => true,
    };

    private Iec104CommandOutcome Ask(Iec104Command command)
    {
        try
        {
            return _host.Station.Take(command);
        }
        catch (Exception e)
        {
            Observer?.StationFailed(e);
            return new Iec104CommandOutcome(Iec104CommandAnswer.Refused);
        }
    }

    private void TerminateAfter(Task completion, AsduHeader header, InformationObject asked)
    {
        if (completion.IsCompleted)
        {
            Terminate(completion, header, asked, stops: null);
            return;
        }

        int stops;
        lock (Gate)
        {
            stops = _stops;
            _executions++;
        }

        _ = completion.ContinueWith(
            done =>
            {
                lock (Gate)
                    _executions--;
                Terminate(done, header, asked, stops);
            },
            TaskScheduler.Default);
    }

    private void Terminate(Task completion, in AsduHeader header, in InformationObject asked, int? stops)
    {
        if (completion.Exception is { } e)
            Observer?.StationFailed(e.InnerException ?? e);
        Reply(header, asked, CauseOfTransmission.ActivationTermination, !completion.IsCompletedSuccessfully, stops);
    }
}
