using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration;

/// <summary>A section with a nested top key, like the image hub's.</summary>
public sealed record SampleHubOptions
{
    [Setting("queuemax", Description = "Length of the queue between receiving and writing.", Min = 1, Max = 1_000_000)]
    public int QueueMax { get; init; } = 500;

    [Setting("patience", Description = "Silence after which a line is logged.", Min = 0, Unit = "minutes")]
    public double Patience { get; init; } = 10;

    [Setting("print_settings", Description = "Print the parsed file at the start.")]
    public bool PrintSettings { get; init; }

    [Setting("data_directory", Description = "Root folder of the pictures.", IsPath = true)]
    public string DataDirectory { get; init; } = "imagehub_data";

    [Setting("max_images_write", Description = "Cap on pictures in one day.", Min = 0)]
    public int MaxImagesWrite { get; init; } = 5000;

    [Setting("listen", Description = "Endpoints.")]
    public IReadOnlyList<string> Listen { get; init; } = ["tcp://127.0.0.1:5555"];

    [Setting("token", Description = "Secret of the senders.", IsSecret = true)]
    public string? Token { get; init; }
}

/// <summary>A section whose original has its keys at the top.</summary>
public sealed record SamplePumpOptions
{
    [Setting("control_port", Description = "Port of the requests.", Min = 1, Max = 65535, Required = true)]
    public int ControlPort { get; init; } = 5556;

    [Setting("camwatcher", Description = "Control port of the watcher.", Required = true)]
    public string Camwatcher { get; init; } = "tcp://127.0.0.1:5566";

    [Setting("imagefolder", Description = "Root of the pictures.", IsPath = true, Required = true)]
    public string ImageFolder { get; init; } = "images";

    [Setting("datafolder", Description = "Root of the tables.", IsPath = true, Required = true)]
    public string DataFolder { get; init; } = "camwatcher";

    [Setting("facefile", Description = "The list of locked events.", IsPath = true, Required = true)]
    public string? FaceFile { get; init; }

    [Setting("logconfig", Description = "A Python logging dictionary.", Required = true)]
    public ConfigurationNode? LogConfig { get; init; }
}

public enum SampleMode
{
    AtOnce,
    Later,
    Off,
}

public sealed record SampleViewOptions
{
    [Setting("view", Description = "Name of the view.", Required = true)]
    public string View { get; init; } = string.Empty;

    [Setting("port", Description = "Port of the logger.", Min = 1, Max = 65535)]
    public int Port { get; init; } = 5565;

    [Setting("key", Description = "Key of the view.", IsSecret = true)]
    public string? Key { get; init; }
}

public sealed record SampleListedOptions
{
    [Setting("views", Description = "Views in order.")]
    public IReadOnlyList<SampleViewOptions> Views { get; init; } = [];
}

public sealed record SampleNestedOptions
{
    [Setting("method", Description = "How to search.")]
    public SampleMode Method { get; init; } = SampleMode.Later;

    [Setting("depth", Description = "How deep to search.", Min = 0, Max = 9)]
    public int? Depth { get; init; }
}

/// <summary>A setting of every type there is.</summary>
public sealed record SampleEverythingOptions
{
    [Setting("truth", Description = "A truth value.")]
    public bool Truth { get; init; }

    [Setting("maybe", Description = "A truth value or null.")]
    public bool? Maybe { get; init; }

    [Setting("count", Description = "A number of things.", Min = -5, Max = 60)]
    public int Count { get; init; } = 3;

    [Setting("big", Description = "A large number.")]
    public long Big { get; init; } = 1L << 40;

    [Setting("ratio", Description = "A share.", Min = 0, Max = 1.5)]
    public double Ratio { get; init; } = 0.5;

    [Setting("free", Description = "Any number.")]
    public double? Free { get; init; }

    [Setting("name", Description = "A name.", Pattern = "^[a-z0-9_ ]*$")]
    public string Name { get; init; } = "yes";

    [Setting("note", Description = "A note | with a bar.")]
    public string? Note { get; init; }

    [Setting("mode", Description = "When.")]
    public SampleMode Mode { get; init; }

    [Setting("level", Description = "How loud.", IgnoreCase = true)]
    public LoggingLevel? Level { get; init; }

    [Setting("size", Description = "How large.", Max = 1 << 30)]
    public ByteSize Size { get; init; } = ByteSize.FromMebibytes(64);

    [Setting("wait", Description = "How long.", Max = 3600)]
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(1500);

    [Setting("names", Description = "Some names.")]
    public IReadOnlyList<string> Names { get; init; } = ["a", "2"];

    [Setting("ports", Description = "Some ports.", Min = 1, Max = 65535)]
    public IReadOnlyList<int>? Ports { get; init; }

    [Setting("views", Description = "Views by node.")]
    public IReadOnlyDictionary<string, SampleViewOptions> Views { get; init; } = new Dictionary<string, SampleViewOptions>(StringComparer.Ordinal);

    [Setting("limits", Description = "Limits by name.", Min = 0)]
    public IReadOnlyDictionary<string, int> Limits { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    [Setting("search", Description = "Where to search.")]
    public SampleNestedOptions Search { get; init; } = new();

    [Setting("extra", Description = "Search more, or not.")]
    public SampleNestedOptions? Extra { get; init; }

    [Setting("anything", Description = "Taken as it is.")]
    public ConfigurationNode? Anything { get; init; }
}
