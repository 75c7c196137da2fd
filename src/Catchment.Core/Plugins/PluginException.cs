using Catchment.Core.Hosting;

namespace Catchment.Core.Plugins;

/// <summary>A plugin cannot be set up: a wrong key, a program that is not there, a constructor that failed. No file has been touched.</summary>
/// <param name="message">What is wrong, with its key, and what is allowed.</param>
/// <param name="cause">What the plugin threw; null: nothing.</param>
public sealed class PluginException(string message, Exception? cause = null) : OperatorException(message, cause);
