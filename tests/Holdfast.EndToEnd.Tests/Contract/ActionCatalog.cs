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
        .ToDictionary(type => type.Name);

    /// <summary>Samples that this project does not reference, so that their actions would be missed.</summary>
    public static IEnumerable<string> SamplesNotHere() => Directory
        .GetFiles(Path.Combine(Root(), "samples"), "*.csproj", SearchOption.AllDirectories)
        .Select(project => Path.GetFileNameWithoutExtension(project))
        .Except(Assemblies().Select(assembly => assembly.GetName().Name!));

    /// <summary>Makes an action as an application would.</summary>
    public static IAction Create(Type type)
    {
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["namespace"] = "0" }).Build();
        using ServiceProvider services = new ServiceCollection().AddSingleton(settings).BuildServiceProvider();
        return (IAction)ActivatorUtilities.CreateInstance(services, type);
    }

    private static IEnumerable<Assembly> Assemblies() => Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
        .Select(file => AssemblyName.GetAssemblyName(file))
        .Select(Assembly.Load)
        .Where(assembly => assembly.GetReferencedAssemblies().Append(assembly.GetName()).Any(name => name.Name == typeof(IAction).Assembly.GetName().Name));

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
