using System.Collections;
using System.Reflection;

namespace Holdfast.App;

/// <summary>What the app takes from the process it runs in; a test brings its own.</summary>
internal sealed record AppEnvironment
{
    public required Screen Screen { get; init; }

    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>All variables.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables { get; init; } = AllVariables();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The name that messages begin with.</summary>
    public string Program { get; init; } = Assembly.GetEntryAssembly()?.GetName().Name ?? "holdfast";

    /// <summary>The words that start this program again.</summary>
    public IReadOnlyList<string> Start { get; init; } = [];

    /// <summary>The first words of the command line, where the program keeps them for itself and hands on the rest.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>What a person types before a command.</summary>
    public string Call => string.Join(' ', [Program, .. Kept]);

    /// <summary>Ends the process; called when a second Ctrl+C must not wait for anything.</summary>
    public Action<int> Exit { get; init; } = Environment.Exit;

    /// <summary>Makes the app take over the signals of this process.</summary>
    public Action<StopSignals> Listen { get; init; } = signals => signals.Listen();

    /// <summary>Gives back what was taken over.</summary>
    public Action Restore { get; init; } = static () => { };

    /// <summary>This process. What the program itself prints in a live terminal goes by way of the screen until <see cref="Restore"/>.</summary>
    public static AppEnvironment Current(TerminalTraits traits, IReadOnlyList<string> args)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        Screen screen = Screen.Queued(output, error, traits);
        if (traits.IsLive)
        {
            Console.SetOut(screen.ForeignOutput);
            Console.SetError(screen.ForeignError);
        }

        IReadOnlyList<string> kept = KeptWords(args);
        return new AppEnvironment
        {
            Screen = screen,
            Start = [.. ProgramWords(), .. kept],
            Kept = kept,
            Restore = () =>
            {
                Console.SetOut(output);
                Console.SetError(error);
            },
        };
    }

    /// <summary>The variables of this process.</summary>
    public static IEnumerable<KeyValuePair<string, string>> AllVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(static entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));

    private static string[] ProgramWords()
    {
        string program = Environment.ProcessPath ?? "holdfast";
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? ["dotnet", Environment.GetCommandLineArgs()[0]]
            : [program];
    }

    private static string[] KeptWords(IReadOnlyList<string> args)
    {
        string[] all = Environment.GetCommandLineArgs();
        return all.Skip(1).TakeLast(args.Count).SequenceEqual(args) ? all[1..^args.Count] : [];
    }
}
