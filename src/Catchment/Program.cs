using Catchment.Commands;
using Catchment.Invocation;

var called = ProcessName.Called();
ProcessName.Show(called);
return await CatchmentCommand.RunAsync(LinksCommand.Names.Contains(called, StringComparer.Ordinal) ? [called, .. args] : args);
