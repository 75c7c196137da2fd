using Catchment.Soak;
using Catchment.Soak.Load;
using Catchment.Soak.Machine;

if (args is [TagWriters.Word, var address, var socket, var journal])
    return TagWriters.Run(address, socket, journal);
if (SoakOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(SoakOptions.Usage);
    return 2;
}

if (!OwnMachine.IsInside)
{
    if (!Directory.Exists(options.Folder) || !Directory.EnumerateFileSystemEntries(options.Folder).Any())
        return OwnMachine.Enter(options);
    Console.Error.WriteLine($"error: {options.Folder} has files; the audit needs a folder of its own");
    return 2;
}

using var run = new SoakRun(options);
return await run.RunAsync() ? 0 : 1;
