using System.Reflection;
using System.Runtime.CompilerServices;
using Holdfast.Actions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.EndToEnd.Tests.Contract;

/// <summary>Every action of the solution, found by reflection: nobody has to remember to add theirs.</summary>
internal static class ActionCatalog
{
    /// <summary>The actions' types by name.</summary>
    public static IReadOnlyDictionary<string, Type> Types { get; } = Assemblies()
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => typeof(IAction).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false })

        // Of this project's own, those that are planted for the contract.
        .Where(type => type.Assembly != typeof(ActionCatalog).Assembly || type.Namespace == typeof(ActionCatalog).Namespace)
        .ToDictionary(type => type.Name);

    /// <summary>Samples that this project does not reference, so that their actions would be missed.</summary>
    public static IEnumerable<string> SamplesNotHere() => Projects("samples").Where(name => !File.Exists(FileOf(name)));

    /// <summary>Makes an action as an application would.</summary>
    public static IAction Create(Type type)
    {
        string pages = Path.Combine(AppContext.BaseDirectory, "Contract", "talk-pages.txt");
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["namespace"] = "0",
            ["pages"] = pages,
            ["heading"] = "Hello",
            ["text"] = pages,
            ["per-minute"] = "60000",
        }).Build();
        using ServiceProvider services = new ServiceCollection().AddSingleton(settings).BuildServiceProvider();
        return (IAction)ActivatorUtilities.CreateInstance(services, type);
    }

    private static IEnumerable<Assembly> Assemblies() => Projects("src").Concat(Projects("samples")).Select(FileOf).Where(File.Exists)
        .Select(file => Assembly.Load(AssemblyName.GetAssemblyName(file)))
        .Append(typeof(ActionCatalog).Assembly);

    private static IEnumerable<string> Projects(string folder, [CallerFilePath] string path = "") => Directory
        .GetFiles(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", folder), "*.csproj", SearchOption.AllDirectories)
        .Select(project => Path.GetFileNameWithoutExtension(project));

    private static string FileOf(string project) => Path.Combine(AppContext.BaseDirectory, project + ".dll");
}
