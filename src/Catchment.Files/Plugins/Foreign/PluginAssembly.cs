using System.Reflection;
using System.Runtime.Loader;
using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins.Foreign;

/// <summary>
/// The assembly of a plugin with dependencies of its own: it shares the framework and <c>Catchment.Core</c> with the program and nothing
/// else, so that each may use another version of a library. It is unloaded when nothing of it is used any more.
/// </summary>
internal sealed class PluginAssembly : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _dependencies;

    private PluginAssembly(string file)
        : base(Path.GetFileName(file), isCollectible: true) => _dependencies = new AssemblyDependencyResolver(file);

    /// <summary>Loads a plugin and sets it up.</summary>
    /// <returns>What makes the instance of each thread.</returns>
    /// <exception cref="PluginException">It cannot be loaded, or refuses its settings.</exception>
    public static Func<IIngestPlugin> Prepare(ForeignPlugin plugin, PluginSetup setup)
    {
        var context = new PluginAssembly(plugin.File);
        try
        {
            return Prepare(context.LoadFromAssemblyPath(plugin.File).GetType(plugin.Type, throwOnError: true)!, setup);
        }
        catch (PluginException e)
        {
            context.Unload();
            throw new PluginException($"{plugin.Name} ({plugin.File}): {e.Message}", e);
        }
#pragma warning disable CA1031 // Whatever foreign code throws: no file has been touched.
        catch (Exception e)
#pragma warning restore CA1031
        {
            context.Unload();
            var cause = e.GetBaseException();
            throw new PluginException($"{plugin.Name} ({plugin.File}) cannot be set up: {cause.GetType().Name}: {cause.Message}", e);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (string.Equals(assemblyName.Name, AssemblyScan.Shared, StringComparison.Ordinal))
            return null; // The program's own: else its interface would be another type than ours.
        if (_dependencies.ResolveAssemblyToPath(assemblyName) is { } path)
            return LoadFromAssemblyPath(path);
        return File.Exists(Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll"))
            ? throw new FileNotFoundException($"{assemblyName.Name} is not beside the plugin, and the program does not share its own. Publish the plugin with its dependencies.")
            : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _dependencies.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static Func<IIngestPlugin> Prepare(Type type, PluginSetup setup)
    {
        if (type.GetProperty(AssemblyScan.DefinitionProperty, BindingFlags.Public | BindingFlags.Static) is { } property && property.PropertyType == typeof(PluginDefinition))
        {
            return property.GetMethod!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null) is PluginDefinition definition
                ? definition.Prepare(setup)
                : throw new PluginException($"its {AssemblyScan.DefinitionProperty} is null.");
        }

        var taking = type.GetConstructor([typeof(PluginSetup)]);
        if ((taking ?? type.GetConstructor([])) is not { } constructor || !typeof(IIngestPlugin).IsAssignableFrom(type))
            throw new PluginException($"{type} needs a public constructor that takes a {nameof(PluginSetup)} or nothing.");
        object[] arguments = taking is null ? [] : [setup];
        IIngestPlugin Make() => (IIngestPlugin)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);

        // The first instance is the trial: a wrong setting is told before a file is touched.
        IIngestPlugin? first = Make();
        return () => Interlocked.Exchange(ref first, null) ?? Make();
    }
}
